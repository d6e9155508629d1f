import { describe, expect, it } from "vitest";
import { computeFans, glorotNormal, glorotUniform } from "./initializers.ts";
import { randomStream } from "./random-stream.ts";

const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe("initializers", () => {
  it("computes fans of HWIO and dense kernels", () => {
    expect(computeFans([5, 5, 3, 128])).toEqual({ fanIn: 75, fanOut: 3200 });
    expect(computeFans([65536, 1])).toEqual({ fanIn: 65536, fanOut: 1 });
  });

  it("draws Glorot uniform within its limit (semantics: 0.0428025825 and 0.0589255651)", () => {
    for (const [shape, limit] of [[[5, 5, 3, 128], 0.0428025825] as const, [[3, 3, 128, 64], 0.0589255651] as const]) {
      const values = glorotUniform.values(shape, randomStream(1, 0));
      const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      expect(largest).toBeLessThanOrEqual(limit);
      expect(largest).toBeGreaterThan(limit * 0.995);
      expect(deviation(values)).toBeCloseTo(limit / Math.sqrt(3), 3);
    }
  });

  it("draws Glorot normal with the target deviation after truncation (0.00552422958, |w| at most 0.0125604)", () => {
    const values = glorotNormal.values([65536, 1], randomStream(3, 4));
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    // Drawn with a deviation of 0.00628020512, again outside of two of them.
    expect(largest).toBeLessThanOrEqual(2 * 0.006280205125);
    expect(largest).toBeGreaterThan(0.0124);
    expect(Math.abs(deviation(values) - 0.00552422958)).toBeLessThan(6e-5);
  });

  it("is a function of seed and stream", () => {
    const draw = (seed: number, stream: number): number[] => Array.from({ length: 6 }, randomStream(seed, stream));
    expect(draw(1, 2)).toEqual(draw(1, 2));
    expect(draw(1, 2)).not.toEqual(draw(2, 2));
    expect(draw(1, 2)).not.toEqual(draw(1, 3));
  });
});
