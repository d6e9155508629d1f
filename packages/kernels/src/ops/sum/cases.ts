import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1] } },
  { name: "odd primes", inputs: { x: [3, 5, 7] } },
  { name: "scalar", inputs: { x: [] } },
  { name: "several partial sums", inputs: { x: [20_011] } },
  { name: "more partial sums than wanted", inputs: { x: [263_009] } },
  { name: "tutorial, one image", inputs: { x: [1, 64, 64, 64] }, tags: ["bench"] },
];
