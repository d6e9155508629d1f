import type { OpCase } from "../../op/define-op.ts";
import { unaryCases } from "../shared/unary.ts";

export const cases: readonly OpCase[] = [
  ...unaryCases([0, 1e4, -1e4, 1, -1, 100, -100]),
  { name: "both sides of where it is straight", inputs: { x: [41] }, fill: { x: (i) => -12 + 0.6 * i } },
];
