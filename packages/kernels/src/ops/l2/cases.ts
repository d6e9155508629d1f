import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { w: [1] }, params: { factor: 0.5 } },
  { name: "odd primes", inputs: { w: [3, 5, 7] } },
  { name: "scalar", inputs: { w: [] } },
  { name: "no penalty", inputs: { w: [5] }, params: { factor: 0 } },
  { name: "several partial sums", inputs: { w: [20_011] }, params: { factor: 0.001 } },
  { name: "more partial sums than wanted", inputs: { w: [263_009] }, params: { factor: 0.001 } },
  { name: "tutorial, second filter", inputs: { w: [3, 3, 128, 64] }, params: { factor: 0.001 }, tags: ["bench"] },
];
