import { fitNormalization, phantom, readImage, type Split } from "@tomograd/data";
import { ReferenceDevice } from "@tomograd/kernels";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/run-cli.ts";
import { augment } from "../options/augment.ts";
import { augmentationOf } from "./augmentation.ts";
import { writeAugmentPreview } from "./augment-preview.ts";

const device = new ReferenceDevice();
const train = phantom({ seed: 1, size: 32, train: 16, validation: 2, test: 2 }).splits.train!;
const rescale = await fitNormalization("rescale", train, 3);
const optionsFor = (text: string, given: Pick<Split, "pixelRange"> = train) =>
  augmentationOf(augment.accept(text), { train: { ...train, ...given }, normalization: rescale })?.options;

test("names become Keras' options, with the levels of the normalisation", () => {
  const levels = [
    [0, 1],
    [0, 1],
    [0, 1],
  ];
  expect(optionsFor("rotation=10,shift=.05,shear=5,zoom=.1,brightness=.2,hflip,vflip,fill=wrap")).toEqual({
    rotationRange: 10,
    widthShiftRange: 0.05,
    heightShiftRange: 0.05,
    shearRange: 5,
    zoomRange: [0.9, 1.1],
    brightnessRange: [0.8, 1.2],
    horizontalFlip: true,
    verticalFlip: true,
    fillMode: "wrap",
    levels,
  });
});

test("what changes nothing is no augmentation", () => {
  for (const text of ["none", "rotation=0", "fill=wrap"]) expect(optionsFor(text), text).toBeUndefined();
  expect(augmentationOf(undefined, { train, normalization: rescale })).toBeUndefined();
});

test("white is the largest value of the pixels' type, or of float pixels", async () => {
  const normalization = await fitNormalization("standardize", train, 3);
  const { options } = augmentationOf({ rotation: 1 }, { train, normalization })!;
  options.levels!.forEach(([black, white], c) => {
    expect(black).toBe(normalization.offset[c]);
    expect(white).toBeCloseTo(255 * normalization.scale[c]! + normalization.offset[c]!, 12);
  });
  const float = { pixelRange: { min: -1000, max: 3000, scale: 1 } };
  expect(optionsFor("rotation=1", float)!.levels![0]![1]).toBe(3000 * rescale.scale[0]!);
});

test("the preview shows the samples and what becomes of them, whatever the normalisation", async () => {
  const folder = temporaryFolder();
  const sheet = async (kind: "rescale" | "standardize", text: string): Promise<readonly number[][]> => {
    const normalization = await fitNormalization(kind, train, 3);
    const augmentation = augmentationOf(augment.accept(text), { train, normalization })!;
    const path = join(folder, "sheet.png");
    await writeAugmentPreview(path, { device, split: train, normalization, augmentation, seed: 3 });
    const { data, height, width, channels } = await readImage(readFileSync(path), "sheet.png");
    expect([height, width]).toEqual([2 + 8 * 98, 10 + 8 * 98]);
    // The third image from above: as it is, and in the first epoch; one pixel of three in a row.
    const tile = (left: number): number[] =>
      Array.from({ length: 32 * 32 }, (_, i) => {
        const [row, column] = [2 + 2 * 98 + 3 * Math.floor(i / 32), left + 3 * (i % 32)];
        return data[(row * width + column) * channels]!;
      });
    return [tile(2), tile(2 + 96 + 10)];
  };
  const pixels = new Float32Array(3 * 32 * 32);
  await train.gather([4], pixels);
  // No whole number times 1.6 is half-way between two others, where rounding errors would show.
  const [original, brighter] = await sheet("rescale", "brightness=1.6:1.6");
  const shown = (factor: number): number[] =>
    Array.from(pixels.subarray(0, 32 * 32), (value) => Math.round(Math.min(value * factor, 255)));
  expect(original).toEqual(shown(1));
  expect(brighter).toEqual(shown(1.6));
  expect(await sheet("standardize", "brightness=1.6:1.6")).toEqual([original, brighter]);
});

test("a preview that cannot be written says so", async () => {
  const augmentation = augmentationOf({ vflip: true }, { train, normalization: rescale })!;
  const path = join(temporaryFolder(), "missing", "sheet.png");
  const preview = { device, split: train, normalization: rescale, augmentation, seed: 3 };
  await expect(writeAugmentPreview(path, preview)).rejects.toThrow("--augment-preview: could not be written");
});
