import type { OpCase } from "../../op/define-op.ts";
import { unaryCases } from "../shared/unary.ts";

export const cases: readonly OpCase[] = [
  ...unaryCases([0, 1e4, -1e4, 88, -88, 100, -100]),
  { name: "where y is small", inputs: { x: [29] }, fill: { x: (i) => -15 - i / 10 } },
];
