import { real, type ParamValues } from "../../op/params.ts";
import { ShapeError } from "../../errors.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { requireElements, requireRank, requireSame } from "../shared/require.ts";

export const params = { labelSmoothing: real(0, 0, 1) };
export type SigmoidBceParams = ParamValues<typeof params>;
export type SigmoidBceInput = "logits" | "labels" | "sampleWeight";
export type SigmoidBceOutput = "loss" | "probabilities";

/** Throws a ShapeError unless logits and labels are both [N,1] and the weights, if given, [N]. */
export function shape(inputs: Readonly<Record<SigmoidBceInput, Shape>>): Record<SigmoidBceOutput, Shape> {
  const { logits, labels, sampleWeight } = inputs;
  requireRank("sigmoidBce", "logits", logits, 2, "[N,1]");
  requireElements("sigmoidBce", "logits", logits);
  if (logits[1] !== 1) {
    throw new ShapeError({
      subject: "sigmoidBce",
      rule: "logits must have one column",
      received: `logits=${formatShape(logits)}`,
      advice: "Pass one class at a time, as [N,1]",
    });
  }
  requireSame("sigmoidBce", "labels", labels, logits, "logits");
  requireSame("sigmoidBce", "sampleWeight", sampleWeight, [logits[0]!], "the batch");
  return { loss: [], probabilities: logits };
}
