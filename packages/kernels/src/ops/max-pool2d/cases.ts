import type { OpCase } from "../../op/define-op.ts";
import { fuzzPool } from "../shared/pool.ts";

/** Few distinct values, so that windows hold equal maxima; central differences need the distinct ones of the default. */
const ties = { x: (_index: number, random: () => number): number => Math.floor(random() * 3) };
const signedTies = { x: (_index: number, random: () => number): number => Math.floor(random() * 4) - 2 };
const lowest = { x: (): number => -3.4028234663852886e38 };

export const cases: readonly OpCase[] = [
  { name: "smallest", inputs: { x: [1, 1, 1, 1] }, params: { poolSize: 1 } },
  { name: "Keras' defaults", inputs: { x: [2, 3, 8, 6] } },
  { name: "odd primes, the rest left out", inputs: { x: [3, 5, 7, 11] } },
  { name: "same padding", inputs: { x: [2, 3, 7, 9] }, params: { padding: "same" } },
  {
    name: "overlapping windows",
    inputs: { x: [2, 3, 11, 13] },
    params: { poolSize: [3, 3], strides: [1, 2], padding: "same" },
  },
  {
    name: "windows of several strides, without padding",
    inputs: { x: [2, 3, 7, 8] },
    params: { poolSize: [4, 3], strides: 1 },
  },
  { name: "stride larger than the pool", inputs: { x: [1, 2, 17, 19] }, params: { poolSize: [2, 3], strides: [5, 4] } },
  {
    name: "explicit padding, unequal",
    inputs: { x: [1, 2, 7, 8] },
    params: {
      poolSize: [3, 4],
      strides: [2, 3],
      padding: [
        [2, 1],
        [0, 3],
      ],
    },
  },
  { name: "pool as large as the input", inputs: { x: [2, 2, 5, 7] }, params: { poolSize: [5, 7] } },
  {
    name: "padding beside the lowest numbers",
    inputs: { x: [1, 1, 5, 5] },
    params: { poolSize: 3, strides: 1, padding: "same" },
    fill: lowest,
  },
  { name: "ties", inputs: { x: [2, 3, 12, 12] }, fill: ties },
  {
    name: "ties in overlapping windows",
    inputs: { x: [2, 3, 9, 10] },
    params: { poolSize: 3, strides: 2, padding: "same" },
    fill: ties,
  },
  { name: "relu, odd primes", inputs: { x: [3, 5, 7, 11] }, params: { activation: "relu" } },
  { name: "relu, ties and zeros", inputs: { x: [2, 3, 12, 12] }, params: { activation: "relu" }, fill: signedTies },
  {
    name: "relu, overlapping windows",
    inputs: { x: [2, 3, 11, 13] },
    params: { poolSize: 3, strides: 2, padding: "same", activation: "relu" },
  },
  {
    name: "relu, stride larger than the pool",
    inputs: { x: [2, 4, 7, 19] },
    params: { poolSize: [2, 1], strides: [6, 4], activation: "relu" },
  },
  { name: "blocks, several in a row", inputs: { x: [2, 3, 6, 24] }, params: { activation: "relu" }, fill: signedTies },
  { name: "more than 65,535 workgroups", inputs: { x: [1, 1, 4200, 4100] }, params: { poolSize: 1 }, tags: ["large"] },
  { name: "quick model", inputs: { x: [8, 8, 64, 64] }, params: { activation: "relu" }, tags: ["bench"] },
  { name: "tutorial, two images", inputs: { x: [2, 64, 64, 64] }, params: { activation: "relu" }, tags: ["bench"] },
];

/** Any mixture of sizes and params with at least one window. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const { x, params } = fuzzPool(random);
  return { inputs: { x }, params: { ...params, activation: random() < 0.5 ? "linear" : "relu" } };
}
