import type { OpCase } from "../../op/define-op.ts";
import { spreadOut, unaryCases } from "../shared/unary.ts";

export const cases: readonly OpCase[] = [
  ...unaryCases([1e4, -1e4, 1, -1]),
  { name: "slope of Keras' layer", inputs: { x: [37] }, params: { negativeSlope: 0.3 }, fill: { x: spreadOut } },
  { name: "no slope, which is relu", inputs: { x: [37] }, params: { negativeSlope: 0 }, fill: { x: spreadOut } },
];
