import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1] } },
  { name: "odd primes", inputs: { x: [3, 5, 7] }, params: { seed: 1, stream: 2, step: 3 } },
  { name: "scalar", inputs: { x: [] } },
  {
    name: "largest keys",
    inputs: { x: [101] },
    params: { seed: 0xffff_ffff, stream: 0xffff_ffff, step: 0xffff_ffff, rate: 0.3 },
  },
  { name: "rate 0", inputs: { x: [13] }, params: { rate: 0 } },
  { name: "rate 1", inputs: { x: [13] }, params: { rate: 1 } },
  { name: "inference", inputs: { x: [13] }, params: { training: false } },
  { name: "several workgroups", inputs: { x: [4099] }, params: { rate: 0.1, seed: 9 } },
  { name: "tutorial, one image", inputs: { x: [1, 65_536] }, params: { seed: 42, step: 1 } },
  { name: "tutorial", inputs: { x: [64, 65_536] }, params: { seed: 42, step: 1 }, tags: ["bench", "large"] },
];
