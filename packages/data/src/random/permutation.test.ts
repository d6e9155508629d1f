import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { permutation } from "./permutation.ts";
import { RandomStream } from "./random-stream.ts";

const uint32 = fc.nat({ max: 2 ** 32 - 1 });

describe("permutation", () => {
  it("holds every index once, and depends on its key alone", () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), uint32, uint32, uint32, (n, seed, stream, epoch) => {
        const order = permutation(n, { seed, stream, epoch });
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        expect(permutation(n, { seed, stream, epoch })).toEqual(order);
      }),
    );
  });

  it("differs by seed, stream and epoch", () => {
    const keys = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ];
    const orders = keys.map(([seed = 0, stream = 0, epoch = 0]) => permutation(50, { seed, stream, epoch }).join());
    expect(new Set(orders).size).toBe(4);
  });

  it("H12 is defined for the first and the last seed, each with its own order", () => {
    const orders = [0, 1, 2 ** 32 - 2, 2 ** 32 - 1].map((seed) =>
      permutation(50, { seed, stream: 0, epoch: 0 }).join(),
    );
    expect(new Set(orders).size).toBe(4);
  });

  it("takes each of the 24 orders of 4 equally often", () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 24_000; epoch++) {
      const order = permutation(4, { seed: 7, stream: 3, epoch }).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Chi-square with 23 degrees of freedom: 49.7 is its 99.9 % point; the seed is fixed, so this cannot flicker.
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(24);
    expect(chiSquare).toBeLessThan(49.7);
  });
});

describe("RandomStream", () => {
  it("has uniform and normal numbers of the right moments", () => {
    const random = new RandomStream({ seed: 1, stream: 2, item: 3 });
    const moments = (draw: () => number) => {
      const values = Array.from({ length: 20_000 }, draw);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
    };
    const uniform = moments(() => random.uniform());
    expect(uniform.mean).toBeCloseTo(0.5, 2);
    expect(uniform.variance).toBeCloseTo(1 / 12, 2);
    const normal = moments(() => random.normal());
    expect(normal.mean).toBeCloseTo(0, 1);
    expect(normal.variance).toBeCloseTo(1, 1);
  });
});
