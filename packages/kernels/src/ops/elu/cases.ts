import type { OpCase } from "../../op/define-op.ts";
import { spreadOut, unaryCases } from "../shared/unary.ts";

export const cases: readonly OpCase[] = [
  ...unaryCases([0, 1e4, -1e4, 88, -88, 0.5, -0.5]),
  { name: "another alpha", inputs: { x: [37] }, params: { alpha: 0.3 }, fill: { x: spreadOut } },
  { name: "alpha 0, which is relu", inputs: { x: [37] }, params: { alpha: 0 }, fill: { x: spreadOut } },
];
