import { ShapeError } from "../../errors.ts";
import { optionalIntegers, type ParamValues } from "../../op/params.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { requireElements } from "../shared/require.ts";

const subject = "transpose";

export const params = { perm: optionalIntegers(0, 15) };
export type TransposeParams = ParamValues<typeof params>;

/** Which axis of x each axis of y is, for arrays of that rank. */
export const permOf = (rank: number, { perm }: TransposeParams): readonly number[] =>
  perm ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);

/** Throws a ShapeError unless `perm` names every axis of x once, and for an x without elements. */
export function shape({ x }: { readonly x: Shape }, given: TransposeParams): { y: Shape } {
  requireElements(subject, "x", x);
  const perm = permOf(x.length, given);
  if (perm.length !== x.length || x.some((_, axis) => !perm.includes(axis))) {
    throw new ShapeError({
      subject,
      rule: "perm must name every axis of x once",
      received: `x=${formatShape(x)} perm=[${perm.join(",")}]`,
    });
  }
  return { y: perm.map((axis) => x[axis]!) };
}
