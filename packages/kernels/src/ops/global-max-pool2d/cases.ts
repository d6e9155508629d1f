import type { OpCase } from "../../op/define-op.ts";
import { cases as planes } from "../global-average-pool2d/cases.ts";

/** Few distinct values, so that planes hold equal maxima; central differences need the distinct ones of the default. */
const ties = { x: (_index: number, random: () => number): number => Math.floor(random() * 3) };

export const cases: readonly OpCase[] = [
  ...planes,
  { name: "ties", inputs: { x: [2, 3, 7, 5] }, fill: ties },
  { name: "ties in a workgroup", inputs: { x: [2, 3, 23, 29] }, fill: ties },
];

export { fuzz } from "../global-average-pool2d/cases.ts";
