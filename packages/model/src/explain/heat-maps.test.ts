import { expect, it } from "vitest";
import { normalizedByMaximum, upsample } from "./heat-maps.ts";

it("upsamples as tf.image.resize does: bilinear between the centres of pixels, the border going on", () => {
  const maps = { shape: [1, 2, 2], values: Float64Array.of(0, 1, 2, 3) } as const;
  const row = [0, 0.25, 0.75, 1];
  const rows = [0, 0.5, 1.5, 2].map((start) => row.map((value) => start + value));
  expect(upsample(maps, 4, 4)).toEqual({ shape: [1, 4, 4], values: Float64Array.from(rows.flat()) });
});

it("keeps maps of the same size, and reaches every pixel of smaller ones", () => {
  const maps = { shape: [2, 1, 3], values: Float64Array.of(1, 2, 3, 4, 5, 6) } as const;
  expect(upsample(maps, 1, 3)).toEqual(maps);
  expect(upsample(maps, 1, 1).values).toEqual(Float64Array.of(2, 5));
});

it("divides every map by its own maximum, and leaves those without one", () => {
  const values = Float64Array.of(1, 4, -1, -2, 0, 0);
  expect(normalizedByMaximum({ shape: [3, 1, 2], values }).values).toEqual(Float64Array.of(0.25, 1, 0, 0, 0, 0));
});
