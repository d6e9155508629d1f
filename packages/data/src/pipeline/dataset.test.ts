import { InputError, ShapeError, UsageError } from "@tomograd/kernels";
import { encodeExample, decodeExample, writeRecord } from "@tomograd/tfrecord";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { join } from "node:path";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { phantom } from "../phantom/phantom.ts";
import { Dataset } from "./dataset.ts";

const range = (count: number) => Dataset.fromTensorSlices(Float32Array.from({ length: count }, (_, i) => i));
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

async function all<T>(elements: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const element of elements) found.push(element);
  return found;
}

/** A source that counts what was asked of it and whether it was closed. */
function watched(count: number, failAt = Infinity) {
  const seen = { asked: 0, closed: 0 };
  const dataset = Dataset.fromGenerator(async function* () {
    try {
      for (let i = 0; i < count; i++) {
        seen.asked++;
        if (i === failAt) throw new Error(`element ${i} is broken`);
        yield i;
      }
    } finally {
      seen.closed++;
    }
  });
  return { seen, dataset };
}

/** Lets everything that is ready run. */
const settle = async () => await new Promise((resolve) => setImmediate(resolve));

describe("Dataset.fromTensorSlices", () => {
  const x = { data: Float32Array.from(upTo(12)), shape: [4, 3] };
  const y = Uint8Array.of(0, 1, 1, 0);

  it("gives slices of every tensor together, as views", async () => {
    const dataset = Dataset.fromTensorSlices([x, y]);
    const elements = await all(dataset);
    expect(elements[1]).toEqual([{ data: Float32Array.of(3, 4, 5), shape: [3] }, 1]);
    expect(elements[1]?.[0].data.buffer).toBe(x.data.buffer);
    expect(await all(Dataset.fromTensorSlices({ x, y }).skip(3))).toEqual([
      { x: { data: Float32Array.of(9, 10, 11), shape: [3] }, y: 0 },
    ]);
  });

  it("S-02 takes and skips at an integer countTraining", async () => {
    const dataset = range(10);
    expect(await all(dataset.take(8))).toEqual(upTo(8));
    expect(await all(dataset.skip(8))).toEqual([8, 9]);
    expect([dataset.take(8).cardinality(), dataset.skip(8).cardinality()]).toEqual([8, 2]);
  });

  it("refuses first dimensions that differ, and data that do not fill their shape", () => {
    expect(() => Dataset.fromTensorSlices([x, Uint8Array.of(1)])).toThrow(/same first dimension. Received 0=4, 1=1/);
    expect(() => Dataset.fromTensorSlices({ data: y, shape: [2, 3] })).toThrow(ShapeError);
    expect(() => Dataset.fromTensorSlices({ data: y, shape: [] })).toThrow(ShapeError);
    expect(() => Dataset.fromTensorSlices([])).toThrow(ShapeError);
  });
});

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

describe("Dataset.batch", () => {
  const x = { data: Uint8Array.from(upTo(20)), shape: [5, 2, 2] };
  const y = Float32Array.of(0, 1, 0, 1, 1);

  it("puts tuples and records of tensors together, the last batch smaller", async () => {
    const dataset = Dataset.fromTensorSlices({ x, y }).batch(2);
    expect(dataset.cardinality()).toBe(3);
    const [first, , last] = await all(dataset);
    expect(first).toEqual({
      x: { data: Uint8Array.from(upTo(8)), shape: [2, 2, 2] },
      y: { data: Float32Array.of(0, 1), shape: [2] },
    });
    expect(last?.x.shape).toEqual([1, 2, 2]);
    expect(await all(Dataset.fromTensorSlices({ x, y }).batch(2, { dropRemainder: true }))).toHaveLength(2);
    const names = Dataset.fromGenerator(() => [{ name: "a" }, { name: "b" }]);
    expect(await all(names.batch(3))).toEqual([{ name: ["a", "b"] }]);
  });

  it("refuses tensors of several shapes", async () => {
    const shapes = range(2).map((i) => ({ data: new Float32Array(i + 1), shape: [i + 1] }));
    await expect(all(shapes.batch(2))).rejects.toThrow(/one shape to be put together. Received \(1\) and \(2\)/);
  });

  it("is what fit takes: length, batchSize and batches of float32, from any batch on", async () => {
    const source = Dataset.fromTensorSlices([x, y]).shuffle(5, { seed: 3 }).batch(2).prefetch(1);
    expect([source.length, source.batchSize, source.cardinality()]).toEqual([5, 2, 3]);
    const epoch = await all(source.batches(7));
    expect(epoch.map((batch) => [batch.x.length, batch.y.length])).toEqual([
      [8, 2],
      [8, 2],
      [4, 1],
    ]);
    expect(epoch[0]?.x).toBeInstanceOf(Float32Array);
    expect(await all(source.batches(7))).toEqual(epoch);
    expect(await all(source.batches(7, 2))).toEqual(epoch.slice(2));
    expect(await all(source.batches(8))).not.toEqual(epoch);
    const lengths = [source.take(2), source.skip(2), source.take(9), source.skip(9)].map((part) => part.length);
    expect(lengths).toEqual([4, 1, 5, 0]);
    expect(Dataset.fromTensorSlices([x, y]).repeat().batch(2).length).toBe(Infinity);
    expect(Dataset.fromTensorSlices([x, y]).batch(2, { dropRemainder: true }).length).toBe(4);
  });

  it("passes sample weights on, and refuses what cannot be trained on", async () => {
    const [batch] = await all(Dataset.fromTensorSlices([x, y, y]).batch(5).batches(0));
    expect(batch?.sampleWeight).toEqual(y);
    await expect(all(range(3).batch(2).batches(0))).rejects.toThrow(/training needs elements \[x, y\]/);
    await expect(all(Dataset.fromTensorSlices([x, x]).batch(2).batches(0))).rejects.toThrow(/Received x=2, y=2/);
    expect(() => watched(3).dataset.batch(2).length).toThrow(/assertCardinality/);
  });
});

describe("Dataset sources", () => {
  it("reads TFRecord files by path and from memory", async () => {
    const record = (label: number) => writeRecord(encodeExample([["label", { int64List: [label] }]]));
    const folder = await temporaryFolder({ "a.tfrecord": new Uint8Array([...record(1), ...record(2)]) });
    const dataset = Dataset.fromTfRecords([join(folder, "a.tfrecord"), record(3)]).map((data) => {
      return decodeExample(data, "a").get("label");
    });
    expect(await all(dataset)).toEqual([1n, 2n, 3n].map((label) => ({ int64List: BigInt64Array.of(label) })));
    await expect(all(Dataset.fromTfRecords([join(folder, "none")]))).rejects.toThrow(/^none: must exist/);
    await expect(all(Dataset.fromTfRecords([folder]))).rejects.toThrow(/must be a regular file/);
    await expect(all(Dataset.fromTfRecords([record(1).subarray(1)]))).rejects.toThrow(InputError);
  });

  it("walks through a loaded split", async () => {
    const { train } = phantom({ seed: 1, size: 16, train: 4, validation: 2, test: 2 }).splits;
    const [[image, label] = []] = await all(Dataset.fromSplit(train!).skip(3));
    const out = new Float32Array(3 * 16 * 16);
    await train!.gather([3], out);
    expect(image).toEqual({ data: out, shape: train!.imageShape });
    expect(label).toBe(train!.labels[3]);
  });
});
