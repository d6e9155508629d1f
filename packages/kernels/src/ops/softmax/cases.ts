import type { OpCase } from "../../op/define-op.ts";

export const spread = (_: number, random: () => number): number => (random() - 0.5) * 12;
/** The largest of a row stands in every place once. */
const extremes = [-1e4, 1e4, 0, 9999, -88, 1e4, 88, 0, 0];

export const cases: readonly OpCase[] = [
  { name: "one class", inputs: { x: [3, 1] } },
  { name: "two classes", inputs: { x: [1, 2] } },
  { name: "odd primes", inputs: { x: [3, 5, 7] }, fill: { x: spread } },
  { name: "extremes", inputs: { x: [3, 3] }, fill: { x: (i) => extremes[i]! } },
  { name: "one row", inputs: { x: [7] }, fill: { x: spread } },
  { name: "channels", inputs: { x: [3, 5, 7] }, params: { axis: 1 }, fill: { x: spread } },
  { name: "extremes of channels", inputs: { x: [1, 3, 3] }, params: { axis: -2 }, fill: { x: (i) => extremes[i]! } },
  { name: "the first axis, several stages", inputs: { x: [263, 3] }, params: { axis: 0 }, fill: { x: spread } },
  { name: "several workgroups", inputs: { x: [521, 3] }, fill: { x: spread } },
  { name: "many classes", inputs: { x: [5, 1009] }, fill: { x: spread } },
  { name: "ten classes", inputs: { x: [64, 10] }, tags: ["bench"] },
];
