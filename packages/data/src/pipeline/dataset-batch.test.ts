import { describe, expect, it } from "vitest";
import { Dataset } from "./dataset.ts";
import { all, range, upTo, watched } from "./dataset-fixture.ts";

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
