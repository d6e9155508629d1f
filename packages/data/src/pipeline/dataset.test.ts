import { InputError, UsageError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, range, settle, upTo, watched } from "./dataset-fixture.ts";

describe("Dataset", () => {
  it("is what arrays do, whatever the chain", async () => {
    const count = fc.nat(12);
    await fc.assert(
      fc.asyncProperty(count, count, count, fc.integer({ min: 1, max: 4 }), async (n, skip, take, ahead) => {
        const dataset = range(n)
          .map(async (i) => i * 2, { numParallelCalls: ahead })
          .prefetch(ahead)
          .skip(skip)
          .repeat(2)
          .take(take);
        const expected = upTo(n)
          .map((i) => i * 2)
          .slice(skip);
        const twice = [...expected, ...expected].slice(0, take);
        expect(await all(dataset)).toEqual(twice);
        expect(await all(dataset)).toEqual(twice);
        expect(dataset.cardinality()).toBe(twice.length);
      }),
    );
  });

  it("knows its cardinality, that it has none, or that it does not know it", async () => {
    expect(range(3).repeat().cardinality()).toBe(Infinity);
    expect(range(3).repeat().take(7).cardinality()).toBe(7);
    expect(range(0).repeat().cardinality()).toBe(0);
    expect(await all(range(0).repeat())).toEqual([]);
    const { dataset } = watched(5);
    expect([dataset.cardinality(), dataset.skip(1).cardinality(), dataset.repeat().cardinality()]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect((await dataset.counted()).cardinality()).toBe(5);
    expect(await all(dataset.assertCardinality(5))).toEqual(upTo(5));
    await expect(all(dataset.assertCardinality(4))).rejects.toThrow(/must be 4 elements. Received more/);
    await expect(all(dataset.assertCardinality(6))).rejects.toThrow(InputError);
  });

  it("reads nothing before it is asked, and nothing beyond what is taken", async () => {
    const { seen, dataset } = watched(100);
    const taken = dataset.map((i) => i).take(3);
    expect(seen.asked).toBe(0);
    expect(await all(taken)).toEqual([0, 1, 2]);
    expect(seen).toEqual({ asked: 3, closed: 1 });
  });

  it("closes its generators when a consumer stops, through every step", async () => {
    const { seen, dataset } = watched(100);
    const chain = dataset
      .shuffle(4)
      .map((i) => i, { numParallelCalls: 3 })
      .batch(2)
      .prefetch(2)
      .skip(1)
      .repeat(2);
    for await (const _ of chain) break;
    expect(seen.closed).toBe(1);
  });

  it("prefetches as many as told, and then waits for its consumer", async () => {
    const { seen, dataset } = watched(100);
    const iterator = dataset.prefetch(3)[Symbol.asyncIterator]();
    await iterator.next();
    await settle();
    expect(seen.asked).toBe(4);
    await iterator.next();
    await settle();
    expect(seen.asked).toBe(5);
    await iterator.return?.();
    expect(seen.closed).toBe(1);
  });

  it("calls map's function for no more elements at a time than told", async () => {
    let [running, most] = [0, 0];
    const slow = async (i: number) => {
      most = Math.max(most, ++running);
      await settle();
      running--;
      return i;
    };
    expect(await all(range(20).map(slow, { numParallelCalls: 4 }))).toEqual(upTo(20));
    expect(most).toBe(4);
  });

  it("throws an error when its element is asked for, and closes", async () => {
    const { seen, dataset } = watched(10, 4);
    const found: number[] = [];
    const readAll = async () => {
      for await (const i of dataset.prefetch(3)) found.push(i);
    };
    await expect(readAll()).rejects.toThrow("element 4 is broken");
    expect(found).toEqual([0, 1, 2, 3]);
    expect(seen.closed).toBe(1);
    const failing = range(10).map(
      (i) => {
        if (i === 2) throw new Error("no");
        return i;
      },
      { numParallelCalls: 3 },
    );
    const iterator = failing[Symbol.asyncIterator]();
    expect([(await iterator.next()).value, (await iterator.next()).value]).toEqual([0, 1]);
    await expect(iterator.next()).rejects.toThrow("no");
    found.length = 0;
    const mapAll = async () => {
      for await (const i of watched(10, 4).dataset.map((i) => i, { numParallelCalls: 3 })) found.push(i);
    };
    await expect(mapAll()).rejects.toThrow("element 4 is broken");
    expect(found).toEqual([0, 1, 2, 3]);
  });

  it("refuses counts that are none", () => {
    expect(() => range(3).batch(0)).toThrow(
      "Dataset.batch: the count must be a whole number of at least 1. Received 0.",
    );
    for (const wrong of [-1, 0.5, NaN]) {
      expect(() => range(3).take(wrong)).toThrow(UsageError);
      expect(() => range(3).repeat(wrong)).toThrow(UsageError);
      expect(() => range(3).prefetch(wrong)).toThrow(UsageError);
    }
  });
});
