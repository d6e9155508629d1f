import type { Split } from "@tomograd/data";
import { expect, test } from "vitest";
import { parseMetadata } from "./metadata.ts";
import { normalizationFor, scaleWarning } from "./open-model.ts";

const metadata = parseMetadata(
  {
    tomograd: "0.1.0",
    notice: "",
    normalization: { kind: "rescale", scale: [1 / 255], offset: [0] },
    pixelScale: 255,
    pixelRange: { min: 0, max: 250 },
    imageShape: [1, 8, 8],
    imageSize: null,
    classNames: ["0", "1"],
    positiveClass: "1",
    dataset: { kind: "npz" },
    seed: 1,
    adapter: "x",
  },
  "model.json",
);

const warningFor = (min: number, max: number, scale: number): string | undefined => {
  const split = { imageShape: [1, 8, 8], pixelRange: { min, max, scale } } as unknown as Split;
  return scaleWarning(metadata, split, normalizationFor(metadata, split, "x.npy"));
};

test.each([
  ["float pixels up to 255", 0, 255, 1],
  ["12 bits in uint16", 0, 4095, 65_535],
  ["a range that training never saw", 5, 6, 1],
])("%s are warned of where training had uint8", (_name, min, max, scale) => {
  expect(warningFor(min, max, scale)).toContain("in training from 0 to 0.98");
});

test.each([
  ["uint8", 3, 240, 255],
  ["uint16 over its whole range", 0, 65_000, 65_535],
  ["float from 0 to 1", 0, 1, 1],
  ["images that nobody looked at yet", 0, 0, 255],
])("%s is fine", (_name, min, max, scale) => expect(warningFor(min, max, scale)).toBeUndefined());
