import { ShapeError } from "../../errors.ts";
import { integer, real, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { requireSame } from "../shared/require.ts";

/** Epsilon must be above 0: where neither gradient nor `v` ever moved, it is all that stands below the fraction. */
export const params = {
  learningRate: real(1e-3),
  beta1: real(0.9, 0, 1),
  beta2: real(0.999, 0, 1),
  epsilon: real(1e-7, 1e-30),
  step: integer(1, 1),
  weightDecay: real(0, 0),
};

export type AdamParams = ParamValues<typeof params>;
export type AdamInput = "param" | "grad" | "m" | "v";

/** Throws a ShapeError when the four arrays differ, or a beta is 1. */
export function shape(
  inputs: Readonly<Record<AdamInput, Shape>>,
  { beta1, beta2 }: AdamParams,
): Record<"newParam" | "newM" | "newV", Shape> {
  const { param } = inputs;
  for (const name of ["grad", "m", "v"] as const) requireSame("adam", name, inputs[name], param, "param");
  for (const [name, beta] of Object.entries({ beta1, beta2 })) {
    if (beta < 1) continue;
    throw new ShapeError({
      subject: "adam",
      rule: `${name} must be below 1`,
      received: `${name}=${beta}`,
      advice: "Keras' defaults are 0.9 and 0.999",
    });
  }
  return { newParam: param, newM: param, newV: param };
}

/** `lr * sqrt(1 - beta2^t) / (1 - beta1^t)`: in float32 the first powers of beta2 would lose most of their digits. */
export function stepSize({ learningRate, beta1, beta2, step }: AdamParams): number {
  return (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
}
