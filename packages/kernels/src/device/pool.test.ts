import { expect, test } from "vitest";
import { DeviceError } from "../errors.ts";
import { BufferPool } from "./pool.ts";

function makePool(limit = 4096): { pool: BufferPool; sizes: number[] } {
  const sizes: number[] = [];
  const create = (size: number): GPUBuffer => {
    sizes.push(size);
    return { size } as GPUBuffer;
  };
  return { pool: new BufferPool(create, limit), sizes };
}

test("buffers come in whole units of 256 bytes, even for nothing", () => {
  const { pool, sizes } = makePool();
  for (const bytes of [0, 1, 256, 257]) pool.acquire(bytes);
  expect(sizes).toEqual([256, 256, 256, 512]);
});

test("the smallest free buffer that fits is taken, whatever the order of release", () => {
  const { pool } = makePool();
  const [large, small, middle] = [2048, 256, 1024].map((bytes) => pool.acquire(bytes));
  for (const buffer of [middle!, large!, small!]) pool.release(buffer);
  expect(pool.acquire(600)).toBe(middle);
  expect(pool.acquire(600)).toBe(large);
  expect(pool.acquire(600)).not.toBe(small);
  expect(pool.acquire(100)).toBe(small);
});

test("what is used again is not made again", () => {
  const { pool, sizes } = makePool();
  for (let step = 0; step < 5; step += 1)
    [512, 256].map((bytes) => pool.acquire(bytes)).forEach((buffer) => pool.release(buffer));
  expect(sizes).toEqual([512, 256]);
});

test("an array for which the adapter has no buffer is refused before anything is made, with what to do", () => {
  const { pool, sizes } = makePool(4096);
  pool.acquire(4096);
  expect(() => pool.acquire(4097)).toThrow(DeviceError);
  expect(() => pool.acquire(4097)).toThrow(
    /^memory: one array takes at most 4096 bytes on this adapter\. Received bytes=4352\. Use a smaller --batch-size/,
  );
  expect(sizes).toEqual([4096]);
});

test("with a plan the n-th array of a step gets the n-th block, however the arrays before it ended", () => {
  const { pool, sizes } = makePool();
  pool.follow([
    { bytes: 512, from: 0, to: 3 },
    { bytes: 256, from: 1, to: 2 },
    { bytes: 256, from: 4, to: 5 },
  ]);
  expect(sizes).toEqual([512, 256]);
  const [large, small] = [pool.acquire(512), pool.acquire(256)];
  pool.release(large);
  pool.release(small);
  const third = pool.acquire(256);
  pool.release(third);
  for (let step = 0; step < 3; step += 1) {
    pool.restart();
    const again = [512, 200, 100].map((bytes) => {
      const block = pool.acquire(bytes);
      pool.release(block);
      return block;
    });
    expect(again).toEqual([large, small, third]);
  }
});

test("what does not fit the plan gets the smallest free block as ever", () => {
  const { pool, sizes } = makePool();
  pool.follow([{ bytes: 256, from: 0, to: 1 }]);
  const [first, second] = [pool.acquire(1024), pool.acquire(256)];
  expect(first.buffer.size).toBe(1024);
  expect(second.buffer.size).toBe(256);
  expect(sizes).toEqual([256, 1024]);
});

test("an array that is far smaller than the planned one comes between, and shifts nothing", () => {
  const { pool, sizes } = makePool(1 << 20);
  pool.follow([
    { bytes: 65_536, from: 0, to: 3 },
    { bytes: 32_768, from: 1, to: 2 },
  ]);
  const plain = [pool.acquire(65_536), pool.acquire(32_768)];
  plain.forEach((block) => pool.release(block));
  pool.restart();
  const kept = pool.acquire(4);
  expect([pool.acquire(65_536), pool.acquire(32_768)]).toEqual(plain);
  expect(kept.buffer.size).toBe(256);
  expect(sizes).toEqual([65_536, 32_768, 256]);
});
