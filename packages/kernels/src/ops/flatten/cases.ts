import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1, 1, 1, 1] } },
  { name: "odd primes", inputs: { x: [2, 3, 5, 7] } },
  { name: "blocks of 4", inputs: { x: [3, 8, 2, 6] } },
  { name: "rank 2, as it is", inputs: { x: [3, 11] } },
  { name: "volumes", inputs: { x: [2, 3, 5, 2, 3] } },
  { name: "several workgroups", inputs: { x: [3, 17, 23, 5] } },
  { name: "more workgroups than one dimension holds", inputs: { x: [5, 7, 347, 347] }, tags: ["large"] },
  { name: "tutorial, one image", inputs: { x: [1, 64, 32, 32] } },
  { name: "tutorial", inputs: { x: [64, 64, 32, 32] }, tags: ["bench", "large"] },
];
