import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oversampledOrder } from "./oversampled-order.ts";
import { permutation } from "./permutation.ts";

const key = { seed: 1, stream: 2, epoch: 3 };

/** How often each sample is in an order. */
function uses(order: Uint32Array, length: number): number[] {
  const counts = Array.from({ length }, () => 0);
  for (const i of order) counts[i]! += 1;
  return counts;
}

describe("oversampledOrder", () => {
  it("S-05 gives every class the same part, and each of its samples almost the same", () => {
    const labels = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(labels, fc.nat(), fc.nat(), (given, seed, epoch) => {
        const order = oversampledOrder(given, { seed, stream: 0, epoch });
        const counts = uses(order, given.length);
        const classes = [...new Set(given)];
        const most = Math.max(...classes.map((label) => given.filter((one) => one === label).length));
        for (const label of classes) {
          const own = counts.filter((_, i) => given[i] === label);
          expect(own.reduce((sum, count) => sum + count, 0)).toBe(most);
          expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("is a function of labels and key, and another one in another epoch", () => {
    const labels = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1];
    expect(oversampledOrder(labels, key)).toEqual(oversampledOrder(labels, key));
    const orders = [0, 1, 2, 3].map((epoch) => oversampledOrder(labels, { ...key, epoch }));
    expect(new Set(orders.map((order) => order.join())).size).toBe(4);
    // Which ones are drawn once more changes too.
    expect(new Set(orders.map((order) => uses(order, 10).join())).size).toBeGreaterThan(1);
  });

  it("leaves one class as it is, and nothing as nothing", () => {
    expect(uses(oversampledOrder([1, 1, 1], key), 3)).toEqual([1, 1, 1]);
    expect(oversampledOrder([], key)).toEqual(permutation(0, key));
  });
});
