import { boolean, real, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { requireSame } from "../shared/require.ts";

export const params = { learningRate: real(0.01), momentum: real(0, 0, 1), nesterov: boolean(false) };
export type SgdParams = ParamValues<typeof params>;
export type SgdInput = "param" | "grad" | "velocity";

/** Throws a ShapeError when the three arrays differ. */
export function shape(inputs: Readonly<Record<SgdInput, Shape>>): Record<"newParam" | "newVelocity", Shape> {
  const { param } = inputs;
  for (const name of ["grad", "velocity"] as const) requireSame("sgd", name, inputs[name], param, "param");
  return { newParam: param, newVelocity: param };
}
