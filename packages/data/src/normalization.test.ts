import { UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { testSplit } from "./dataset/split-fixture.ts";
import type { Pixels } from "./dataset/pixels.ts";
import { fitNormalization } from "./fit-normalization.ts";
import { applyNormalization } from "./normalization.ts";

function floatPixels(count: number, value: (i: number) => number): Pixels {
  const data = Float32Array.from({ length: count * 2 * 3 * 3 }, (_, i) => value(i));
  return { data, count, channels: 2, height: 3, width: 3, order: "chw", scale: 1 };
}

describe("fitNormalization", () => {
  const bytes: Pixels = {
    data: Uint8Array.of(0, 255, 51, 102),
    count: 2,
    channels: 1,
    height: 1,
    width: 2,
    order: "chw",
    scale: 255,
  };

  it("rescales by the largest value of the integer type, and leaves float alone", async () => {
    const norm = await fitNormalization("rescale", testSplit(bytes, 3), 3);
    expect(norm).toEqual({ kind: "rescale", scale: [1 / 255, 1 / 255, 1 / 255], offset: [0, 0, 0] });
    const words = { ...bytes, data: Uint16Array.from(bytes.data), scale: 65535 };
    expect((await fitNormalization("rescale", testSplit(words), 1)).scale).toEqual([1 / 65535]);
    expect((await fitNormalization("rescale", testSplit(floatPixels(1, (i) => i)), 2)).scale).toEqual([1, 1]);
  });

  it("standardizes each channel to mean 0 and deviation 1, over several chunks and far from 0", async () => {
    // 150 images are more than two chunks; 1e6 would drown the variance in a sum of squares.
    const split = testSplit(floatPixels(150, (i) => (Math.floor(i / 9) % 2 === 0 ? 1e6 + (i % 7) : (i % 11) / 100)));
    const norm = await fitNormalization("standardize", split, 2);
    const x = new Float32Array(150 * 18);
    await split.gather(
      Array.from({ length: 150 }, (_, i) => i),
      x,
    );
    for (const c of [0, 1]) {
      const values = [...x]
        .filter((_, i) => Math.floor(i / 9) % 2 === c)
        .map((v) => v * norm.scale[c]! + norm.offset[c]!);
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      expect(mean).toBeCloseTo(0, 6);
      expect(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length).toBeCloseTo(1, 6);
    }
  });

  it("only centres a constant channel, and survives JSON", async () => {
    const norm = await fitNormalization("standardize", testSplit(floatPixels(2, () => 4)), 2);
    expect(norm).toEqual({ kind: "standardize", scale: [1, 1], offset: [-4, -4] });
    expect(JSON.parse(JSON.stringify(norm))).toEqual(norm);
  });

  it("refuses another number of channels", async () => {
    await expect(fitNormalization("none", testSplit(bytes), 3)).rejects.toThrow(UsageError);
  });
});

describe("applyNormalization", () => {
  it("scales and shifts each channel in place", () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    applyNormalization({ kind: "standardize", scale: [2, 10], offset: [1, 0] }, data, [2, 1, 2]);
    expect(data).toEqual(Float32Array.of(3, 5, 30, 40, 11, 13, 70, 80));
  });

  it("refuses a normalisation learnt for other channels", () => {
    const norm = { kind: "none", scale: [1], offset: [0] } as const;
    expect(() => applyNormalization(norm, new Float32Array(12), [3, 2, 2])).toThrow(UsageError);
  });
});
