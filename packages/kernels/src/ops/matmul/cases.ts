import type { OpCase } from "../../op/define-op.ts";

const [transposeA, transposeB] = [true, true];

export const cases: readonly OpCase[] = [
  { name: "one number", inputs: { a: [1, 1], b: [1, 1] } },
  { name: "odd primes", inputs: { a: [3, 7], b: [7, 5] } },
  { name: "odd primes, a transposed", inputs: { a: [7, 3], b: [7, 5] }, params: { transposeA } },
  { name: "odd primes, b transposed", inputs: { a: [3, 7], b: [5, 7] }, params: { transposeB } },
  { name: "odd primes, both transposed", inputs: { a: [7, 3], b: [5, 7] }, params: { transposeA, transposeB } },
  { name: "a row by a column", inputs: { a: [1, 131], b: [131, 1] } },
  { name: "a column by a row", inputs: { a: [13, 1], b: [1, 17] } },
  { name: "batches", inputs: { a: [3, 5, 7], b: [3, 7, 2] } },
  { name: "one matrix for all batches", inputs: { a: [2, 3, 5, 7], b: [7, 2] } },
  { name: "one a for all batches", inputs: { a: [5, 7], b: [3, 7, 2] } },
  {
    name: "batches that are broadcast, transposed",
    inputs: { a: [2, 1, 7, 5], b: [3, 2, 7] },
    params: { transposeA, transposeB },
  },
  { name: "several tiles, none of them full", inputs: { a: [2, 67, 37], b: [2, 37, 71] } },
  { name: "several tiles, transposed", inputs: { a: [37, 67], b: [71, 37] }, params: { transposeA, transposeB } },
  { name: "long sums in parts", inputs: { a: [3, 1031], b: [1031, 9] } },
  { name: "gradients of long sums in parts", inputs: { a: [1028, 5], b: [5, 33] } },
  {
    name: "long sums in parts, one b for all batches",
    inputs: { a: [2, 5, 700], b: [5, 3] },
    params: { transposeA },
  },
  {
    name: "attention of four heads",
    inputs: { a: [4, 128, 32], b: [4, 128, 32] },
    params: { transposeB },
    tags: ["bench"],
  },
  { name: "squares", inputs: { a: [256, 256], b: [256, 256] }, tags: ["bench", "large"] },
  { name: "a layer of ten classes", inputs: { a: [512, 1024], b: [1024, 10] }, tags: ["bench", "large"] },
  { name: "more workgroups than one dimension holds", inputs: { a: [8200, 3], b: [3, 8200] }, tags: ["large"] },
];

/** Up to two axes of batches, some of them lacking or 1. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const batch = Array.from({ length: between(0, 2) }, () => between(1, 4));
  const part = (): number[] =>
    batch.slice(random() < 0.6 ? 0 : between(0, batch.length)).map((extent) => (random() < 0.3 ? 1 : extent));
  const [M, N, K] = [between(1, 20), random() < 0.3 ? between(30, 70) : between(1, 20), between(1, 40)];
  const given = { transposeA: random() < 0.5, transposeB: random() < 0.5 };
  return {
    inputs: {
      a: [...part(), ...(given.transposeA ? [K, M] : [M, K])],
      b: [...part(), ...(given.transposeB ? [N, K] : [K, N])],
    },
    params: given,
  };
}
