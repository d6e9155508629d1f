import type { OpCase } from "../../op/define-op.ts";
import { fuzzPool } from "../shared/pool.ts";

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
  { name: "several workgroups", inputs: { x: [3, 5, 23, 29] }, params: { poolSize: 3, strides: 2 } },
  { name: "more than 65,535 workgroups", inputs: { x: [1, 1, 4200, 4100] }, params: { poolSize: 1 }, tags: ["large"] },
  { name: "a transition, two images", inputs: { x: [2, 64, 64, 64] }, tags: ["bench"] },
];

/** Any mixture of sizes and params with at least one window. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const { x, params } = fuzzPool(random);
  return { inputs: { x }, params };
}
