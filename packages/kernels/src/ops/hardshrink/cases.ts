import type { OpCase } from "../../op/define-op.ts";
import { spreadOut, unaryCases } from "../shared/unary.ts";

const outside = 0.5 + 2 ** -20;
const inside = 0.5 - 2 ** -20;

export const cases: readonly OpCase[] = [
  ...unaryCases([1e4, -1e4, 1, -1]),
  {
    name: "both sides of the threshold",
    inputs: { x: [4] },
    fill: { x: (i) => [outside, inside, -inside, -outside][i]! },
  },
  { name: "another threshold", inputs: { x: [37] }, params: { threshold: 2 }, fill: { x: spreadOut } },
];
