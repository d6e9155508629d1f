import type { OpCase } from "../../op/define-op.ts";
import { unaryCases } from "../shared/unary.ts";

const beyond = [1e4, 100, 88];

export const cases: readonly OpCase[] = [
  ...unaryCases([0, -1e4, 1, -1, 5, -88, -100]),
  { name: "beyond float32", inputs: { x: [3] }, fill: { x: (i) => beyond[i]! } },
];
