import { boolean, real, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { requireSame } from "../shared/require.ts";

/** Epsilon must be above 0: where no gradient ever came, it is all that stands under the root. */
export const params = {
  learningRate: real(1e-3),
  rho: real(0.9, 0, 1),
  momentum: real(0, 0, 1),
  epsilon: real(1e-7, 1e-30),
  centered: boolean(false),
};

export type RmspropParams = ParamValues<typeof params>;
export type RmspropInput = "param" | "grad" | "meanSquare" | "meanGrad" | "velocity";
export type RmspropOutput = "newParam" | "newMeanSquare" | "newMeanGrad" | "newVelocity";

/** Throws a ShapeError when the five arrays differ. */
export function shape(inputs: Readonly<Record<RmspropInput, Shape>>): Record<RmspropOutput, Shape> {
  const { param } = inputs;
  for (const name of ["grad", "meanSquare", "meanGrad", "velocity"] as const)
    requireSame("rmsprop", name, inputs[name], param, "param");
  return { newParam: param, newMeanSquare: param, newMeanGrad: param, newVelocity: param };
}
