import { real, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { requireColumn, requireSame } from "../shared/require.ts";

export const params = { labelSmoothing: real(0, 0, 1) };
export type SigmoidBceParams = ParamValues<typeof params>;
export type SigmoidBceInput = "logits" | "labels" | "sampleWeight";
export type SigmoidBceOutput = "loss" | "probabilities";

/** Throws a ShapeError unless logits and labels are both [N,1] and the weights, if given, [N]. */
export function shape(inputs: Readonly<Record<SigmoidBceInput, Shape>>): Record<SigmoidBceOutput, Shape> {
  const { logits, labels, sampleWeight } = inputs;
  requireColumn("sigmoidBce", "logits", logits, "Pass one class at a time, as [N,1]");
  requireSame("sigmoidBce", "labels", labels, logits, "logits");
  requireSame("sigmoidBce", "sampleWeight", sampleWeight, [logits[0]!], "the batch");
  return { loss: [], probabilities: logits };
}
