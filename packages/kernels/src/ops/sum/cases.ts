import type { OpCase } from "../../op/define-op.ts";
import { reductionCases } from "../shared/reduction.ts";

export const cases: readonly OpCase[] = [
  ...reductionCases(),
  { name: "several partial sums", inputs: { x: [20_011] } },
  { name: "more partial sums than wanted", inputs: { x: [263_009] } },
  { name: "tutorial, one image", inputs: { x: [1, 64, 64, 64] }, tags: ["bench"] },
];
