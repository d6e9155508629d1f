import { real, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { requireColumn, requireSame } from "../shared/require.ts";

export const params = { labelSmoothing: real(0, 0, 1) };
export type BinaryCrossentropyParams = ParamValues<typeof params>;
export type BinaryCrossentropyInput = "probabilities" | "labels" | "sampleWeight";

/** Probabilities are clipped to [CLIP, 1 - CLIP]: Keras' `backend.epsilon()`. */
export const CLIP = 1e-7;

/** Throws a ShapeError unless probabilities and labels are both [N,1] and the weights, if given, [N]. */
export function shape(inputs: Readonly<Record<BinaryCrossentropyInput, Shape>>): { loss: Shape } {
  const { probabilities, labels, sampleWeight } = inputs;
  const subject = "binaryCrossentropy";
  requireColumn(subject, "probabilities", probabilities, "Pass one class at a time, as [N,1]");
  requireSame(subject, "labels", labels, probabilities, "probabilities");
  requireSame(subject, "sampleWeight", sampleWeight, [probabilities[0]!], "the batch");
  return { loss: [] };
}
