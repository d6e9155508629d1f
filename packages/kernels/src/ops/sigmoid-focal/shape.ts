import { optionalReal, real, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { requireColumn, requireSame } from "../shared/require.ts";

export const params = { gamma: real(2, 0), alpha: optionalReal(0, 1), labelSmoothing: real(0, 0, 1) };
export type SigmoidFocalParams = ParamValues<typeof params>;
export type SigmoidFocalInput = "logits" | "labels" | "sampleWeight";
export type SigmoidFocalOutput = "loss" | "probabilities";

/** Throws a ShapeError unless logits and labels are both [N,1] and the weights, if given, [N]. */
export function shape(inputs: Readonly<Record<SigmoidFocalInput, Shape>>): Record<SigmoidFocalOutput, Shape> {
  const { logits, labels, sampleWeight } = inputs;
  requireColumn("sigmoidFocal", "logits", logits, "Pass one class at a time, as [N,1]");
  requireSame("sigmoidFocal", "labels", labels, logits, "logits");
  requireSame("sigmoidFocal", "sampleWeight", sampleWeight, [logits[0]!], "the batch");
  return { loss: [], probabilities: logits };
}

/** What a positive and a negative sample count: `alpha` and `1 - alpha`, or both 1 where nothing is balanced. */
export const balance = ({ alpha }: SigmoidFocalParams): { positive: number; negative: number } =>
  alpha === undefined ? { positive: 1, negative: 1 } : { positive: alpha, negative: 1 - alpha };
