import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "one number", inputs: { x: [1, 1], kernel: [1, 1], bias: [1] } },
  { name: "odd primes", inputs: { x: [3, 7], kernel: [7, 5], bias: [5] } },
  { name: "no bias", inputs: { x: [2, 13], kernel: [13, 3] } },
  { name: "one column, vectors", inputs: { x: [5, 76], kernel: [76, 1], bias: [1] } },
  { name: "one column, not a multiple of 4", inputs: { x: [3, 1021], kernel: [1021, 1], bias: [1] } },
  { name: "several splits, the last one short", inputs: { x: [7, 523], kernel: [523, 11], bias: [11] } },
  { name: "more columns than partial sums", inputs: { x: [2, 33], kernel: [33, 4099], bias: [4099] } },
  {
    name: "more workgroups than one dimension holds",
    inputs: { x: [17, 250_007], kernel: [250_007, 1], bias: [1] },
    tags: ["large"],
  },
  { name: "tutorial, one image", inputs: { x: [1, 65_536], kernel: [65_536, 1], bias: [1] } },
  {
    name: "tutorial, batch of 64",
    inputs: { x: [64, 65_536], kernel: [65_536, 1], bias: [1] },
    tags: ["bench", "large"],
  },
];
