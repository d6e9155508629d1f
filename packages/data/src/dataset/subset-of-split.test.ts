import { UsageError } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { fitNormalization } from "../fit-normalization.ts";
import type { Split } from "./dataset.ts";
import { memorySet } from "./memory-set.ts";
import { SampleSplit } from "./sample-split.ts";
import { testSplit } from "./split-fixture.ts";
import { subsetOfSplit } from "./subset-of-split.ts";

const format = { channels: 1, height: 1, width: 2, order: "chw", scale: 255 } as const;
const pixels = { ...format, data: Uint8Array.of(0, 2, 10, 12, 20, 22, 30, 32), count: 4 };
const groups = ["a", "a", undefined, "b"];
const ids = ["w", "x", "y", "z"];
const labels = Uint8Array.of(0, 1, 1, 0);
const whole = new SampleSplit({ ...memorySet({ name: "train", subject: "test", pixels, labels, ids }), groups }, 3);

test("a subset has the chosen samples, in their order, and what belongs to them", async () => {
  const subset = subsetOfSplit(whole, [3, 1], "validation");
  expect(subset).toMatchObject({
    name: "validation",
    length: 2,
    imageShape: [3, 1, 2],
    ids: ["z", "x"],
    labels: Uint8Array.of(0, 1),
    groups: ["b", "a"],
    pixelRange: { min: 10, max: 32, scale: 255 },
  });
  const out = new Float32Array(12);
  await subset.gather([1, 0], out);
  expect([...out]).toEqual([10, 12, 10, 12, 10, 12, 30, 32, 30, 32, 30, 32]);
  await subsetOfSplit(subset, [0], "test").gather([0], out);
  expect([...out.subarray(0, 2)]).toEqual([30, 32]);
});

test("its digest is that of a split with these samples and no others", () => {
  const same = testSplit({ ...format, data: Uint8Array.of(0, 2, 10, 12), count: 2 });
  expect(subsetOfSplit(whole, [0, 1], "test").sha256).toBe(same.sha256);
  expect(subsetOfSplit(whole, [1, 0], "test").sha256).not.toBe(same.sha256);
});

test("statistics that are fitted to it know nothing of the others", async () => {
  const { scale, offset } = await fitNormalization("standardize", subsetOfSplit(whole, [0, 1], "train"), 3);
  const deviation = Math.sqrt((6 ** 2 + 4 ** 2 + 4 ** 2 + 6 ** 2) / 4);
  expect(scale[0]).toBeCloseTo(1 / deviation, 12);
  expect(offset[0]).toBeCloseTo(-6 / deviation, 12);
});

test.each([4, -1, 0.5, NaN])("refuses the index %d", (index) => {
  expect(() => subsetOfSplit(whole, [0, index], "train")).toThrow(UsageError);
});

test("refuses what it cannot divide", () => {
  expect(() => subsetOfSplit({ length: 1 } as Split, [0], "train")).toThrow(UsageError);
});
