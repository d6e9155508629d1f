import type { OpCase } from "../../op/define-op.ts";

const only =
  (at: number, value: number) =>
  (index: number): number =>
    index === at ? value : index % 7;

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1] } },
  { name: "scalar, NaN", inputs: { x: [] }, fill: { x: () => NaN } },
  { name: "all finite", inputs: { x: [3, 5, 7] } },
  { name: "the last of an odd number", inputs: { x: [3, 5, 7] }, fill: { x: only(104, -Infinity) } },
  {
    name: "the first of several",
    inputs: { x: [4099] },
    fill: { x: (i) => (i >= 1999 && i % 3 === 1 ? Infinity : 3e38) },
  },
  { name: "all NaN", inputs: { x: [1025] }, fill: { x: () => NaN } },
  { name: "tutorial, all gradients", inputs: { x: [149_121] }, tags: ["bench"] },
];
