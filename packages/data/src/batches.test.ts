import { UsageError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batches } from "./batches.ts";
import type { Split } from "./dataset/dataset.ts";
import type { Pixels } from "./dataset/pixels.ts";
import { testSplit } from "./dataset/split-fixture.ts";

/** Images of 2 x 1 pixels: sample i holds i and i + 100. */
function pixels(count: number): Pixels {
  const data = Uint8Array.from({ length: count * 2 }, (_, i) => (i >> 1) + 100 * (i & 1));
  return { data, count, channels: 1, height: 1, width: 2, order: "chw", scale: 255 };
}

const normalization = { kind: "none", scale: [1], offset: [0] } as const;

describe("batches", () => {
  it("gives each sample of the order once, in order, with a smaller last batch", async () => {
    const sizes = [
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 2 }),
    ] as const;
    await fc.assert(
      fc.asyncProperty(...sizes, async (count, batchSize, prefetch) => {
        const order = Uint32Array.from({ length: count }, (_, i) => count - 1 - i);
        const seen: number[] = [];
        for await (const batch of batches(testSplit(pixels(count)), { batchSize, order, normalization, prefetch })) {
          expect(batch.indices).toEqual(order.subarray(batch.index * batchSize, (batch.index + 1) * batchSize));
          expect([...batch.x]).toEqual([...batch.indices].flatMap((i) => [i, i + 100]));
          expect([...batch.y]).toEqual([...batch.indices].map((i) => i % 2));
          seen.push(...batch.indices);
        }
        expect(seen).toEqual([...order]);
      }),
    );
  });

  it("keeps a batch valid until the next call but one, and uses prefetch + 2 buffers", async () => {
    const buffers = new Set<ArrayBufferLike>();
    let before: { x: Float32Array; values: number[] } | undefined;
    for await (const { x } of batches(testSplit(pixels(40)), { batchSize: 4, order: undefined, normalization })) {
      if (before) expect([...before.x]).toEqual(before.values);
      before = { x, values: [...x] };
      buffers.add(x.buffer);
    }
    expect(buffers.size).toBe(3);
  });

  it("normalises, and repeats grey", async () => {
    const split = testSplit(pixels(2), 3);
    const norm = { kind: "standardize", scale: [1, 2, 3], offset: [0, 0, 1] } as const;
    const { value } = await batches(split, { batchSize: 2, order: Uint32Array.of(1), normalization: norm }).next();
    expect(value?.x).toEqual(Float32Array.of(1, 101, 2, 202, 4, 304));
  });

  it("passes an error on when its batch is asked for, and forgets one that nobody asks for", async () => {
    const gather = async (indices: ArrayLike<number>) => {
      if (indices[0] === 2) throw new Error("unreadable");
    };
    const source = testSplit(pixels(4));
    const { name, length, imageShape, ids, labels, sha256, pixelRange } = source;
    const split: Split = { name, length, imageShape, ids, labels, sha256, pixelRange, gather };
    const walk = () => batches(split, { batchSize: 2, order: undefined, normalization });
    const all = async () => {
      for await (const { index } of walk()) expect(index).toBe(0);
    };
    await expect(all()).rejects.toThrow("unreadable");
    const stopped = walk();
    await stopped.next();
    await expect(stopped.return()).resolves.toMatchObject({ done: true });
  });

  it("refuses batch sizes and indices that cannot be", async () => {
    const split = testSplit(pixels(2));
    for (const batchSize of [0, -1, 1.5, NaN]) {
      await expect(batches(split, { batchSize, order: undefined, normalization }).next()).rejects.toThrow(UsageError);
    }
    const order = Uint32Array.of(2);
    await expect(batches(split, { batchSize: 1, order, normalization }).next()).rejects.toThrow(/below 2.*index=2/);
  });
});
