import { phantom, type Split } from "@tomograd/data";
import { expect, test } from "vitest";
import { checkOversampling } from "./class-weights.ts";
import { splitSource } from "./split-source.ts";

const whole = phantom({ seed: 1, size: 16, train: 10, validation: 2, test: 2, channels: 1 }).splits.train!;
/** Eight samples of class 0, two of class 1. */
const split: Split = {
  ...whole,
  length: 10,
  imageShape: whole.imageShape,
  labels: Uint8Array.of(0, 0, 1, 0, 0, 0, 0, 1, 0, 0),
  gather: async (indices, out) => await whole.gather(indices, out),
};
const normalization = { kind: "none", scale: [1], offset: [0] } as const;
const source = splitSource(split, { batchSize: 5, normalization, shuffleSeed: 3, oversample: true });

async function samplesOf(epoch: number, from = 0): Promise<number[][]> {
  const found: number[][] = [];
  for await (const { indices } of source.batches(epoch, from)) found.push(Array.from(indices!));
  return found;
}

test("S-05 oversampling shows as many samples of both classes, others in every epoch", async () => {
  expect(source.length).toBe(16);
  const first = await samplesOf(0);
  expect(first.map(({ length }) => length)).toEqual([5, 5, 5, 1]);
  expect(first.flat().filter((i) => split.labels[i] === 1)).toHaveLength(8);
  expect(await samplesOf(1)).not.toEqual(first);
});

test("an epoch that goes on in its midst shows what it would have shown", async () => {
  expect(await samplesOf(4, 2)).toEqual((await samplesOf(4)).slice(2));
});

test("oversampling is refused beside what does the same, and where nothing may be drawn", () => {
  const plain = { oversample: true, shuffle: true, classWeight: "none" } as const;
  expect(() => checkOversampling(plain)).not.toThrow();
  expect(() => checkOversampling({ ...plain, classWeight: [1, 3] })).not.toThrow();
  expect(() => checkOversampling({ ...plain, classWeight: "balanced" })).toThrow(
    "--oversample: and balanced class weights both make up for the imbalance. Received classWeight=balanced.",
  );
  expect(() => checkOversampling({ ...plain, shuffle: false })).toThrow("--no-shuffle");
  expect(() => checkOversampling({ ...plain, oversample: false, shuffle: false })).not.toThrow();
});
