import type { OpCase } from "../../op/define-op.ts";

const extremes = [0, 1e4, -1e4, 88, -88, 100, -100];

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1] } },
  { name: "odd primes", inputs: { x: [3, 5, 7] }, fill: { x: (_, random) => (random() - 0.5) * 12 } },
  { name: "scalar", inputs: { x: [] } },
  { name: "extremes", inputs: { x: [7] }, fill: { x: (i) => extremes[i]! } },
  { name: "several workgroups", inputs: { x: [4099] } },
  { name: "tutorial", inputs: { x: [64, 1] }, tags: ["bench"] },
];
