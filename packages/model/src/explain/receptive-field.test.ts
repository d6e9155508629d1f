import { ReferenceDevice } from "@tomograd/kernels";
import { expect, it } from "vitest";
import { residual, smallCnn, wave, withWeights } from "./explain-fixture.ts";
import { featureMaps } from "./feature-maps.ts";
import { receptiveField } from "./receptive-field.ts";

const device = new ReferenceDevice();

it.each([
  [smallCnn, "conv2d", [5, 5]],
  [smallCnn, "conv2d_1", [7, 7]],
  [smallCnn, "batch_normalization", [8, 8]],
  [residual, "sum", [5, 5]],
] as const)("%o sees at %s %o pixels", (make, layer, expected) => {
  expect(receptiveField(make(), layer)).toEqual(expected);
});

it("is what changes a value, and nothing beyond", async () => {
  const model = await withWeights(residual(), device);
  const centre = async (x: Float64Array) =>
    (await featureMaps(model, x, { layer: "b" })).values.filter((_, i) => i % 30 === 14);
  const before = await centre(wave(60));
  // The place in row 2 and column 2 sees five columns, from 0 on.
  for (const [column, isSeen] of [
    [0, true],
    [5, false],
  ] as const) {
    const after = await centre(wave(60).map((value, i) => (i === 2 * 6 + column ? value + 5 : value)));
    expect(after.some((value, k) => value !== before[k])).toBe(isSeen);
  }
});
