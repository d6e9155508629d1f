import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, range, upTo } from "./dataset-fixture.ts";

describe("Dataset.shuffle", () => {
  it("holds every element once, none earlier than its buffer allows, by seed and epoch alone", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(),
        fc.nat(5),
        async (n, size, seed, epoch) => {
          const dataset = range(n).shuffle(size, { seed });
          const order = await all(dataset.epoch(epoch));
          expect(order.toSorted((a, b) => a - b)).toEqual(upTo(n));
          for (const [at, element] of order.entries()) expect(element).toBeLessThan(at + size);
          expect(await all(range(n).shuffle(size, { seed }).epoch(epoch))).toEqual(order);
        },
      ),
    );
  });

  // The limits are the 99.9 % points of chi-square with 5 and 3 degrees of freedom; the seed is fixed: this cannot flicker.
  it.each([
    { bufferSize: 3, orders: 6, limit: 20.5 },
    { bufferSize: 2, orders: 4, limit: 16.3 },
  ])(
    "takes each order of 3 that a buffer of $bufferSize can give equally often",
    async ({ bufferSize, orders, limit }) => {
      const dataset = range(3).shuffle(bufferSize, { seed: 5 });
      const counts = new Map<string, number>();
      for (let epoch = 0; epoch < 3000; epoch++) {
        const order = (await all(dataset)).join();
        counts.set(order, (counts.get(order) ?? 0) + 1);
      }
      const expected = 3000 / orders;
      expect(counts.size).toBe(orders);
      expect([...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(
        limit,
      );
    },
  );

  it("has another order in every walk, unless told not to", async () => {
    const reshuffled = range(20).shuffle(20, { seed: 1 });
    const [first, second] = [await all(reshuffled), await all(reshuffled)];
    expect(second).not.toEqual(first);
    expect(await all(reshuffled.epoch(1))).toEqual(second);
    const fixed = range(20).shuffle(20, { seed: 1, reshuffleEachIteration: false });
    expect([await all(fixed), await all(fixed)]).toEqual([first, first]);
    expect(await all(range(20).shuffle(20, { seed: 1 }).repeat(2))).toEqual([...first, ...second]);
  });
});
