import { ShapeError } from "../../errors.ts";
import { real, type ParamValues } from "../../op/params.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { requireElements, requireRank, requireSame } from "../shared/require.ts";

export const params = { labelSmoothing: real(0, 0, 1) };
export type SoftmaxCrossentropyParams = ParamValues<typeof params>;
export type SoftmaxCrossentropyInput = "logits" | "labels" | "sampleWeight";
export type SoftmaxCrossentropyOutput = "loss" | "probabilities";

/** Throws a ShapeError unless logits and labels are both [N,K] with K >= 2 and the weights, if given, [N]. */
export function shape(
  inputs: Readonly<Record<SoftmaxCrossentropyInput, Shape>>,
): Record<SoftmaxCrossentropyOutput, Shape> {
  const { logits, labels, sampleWeight } = inputs;
  const subject = "softmaxCrossentropy";
  requireRank(subject, "logits", logits, 2, "[N,K]");
  requireElements(subject, "logits", logits);
  if (logits[1] === 1) {
    throw new ShapeError({
      subject,
      rule: "logits must have at least 2 columns",
      received: `logits=${formatShape(logits)}`,
      advice: "The loss of one column would always be 0: use sigmoidBce",
    });
  }
  requireSame(subject, "labels", labels, logits, "logits");
  requireSame(subject, "sampleWeight", sampleWeight, [logits[0]!], "the batch");
  return { loss: [], probabilities: logits };
}
