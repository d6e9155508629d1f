import { ShapeError } from "../../errors.ts";
import type { ParamValues } from "../../op/params.ts";
import { formatShape, sizeOf, type Shape } from "../../shape.ts";
import { axis, axisOf as anyAxisOf } from "../shared/axes.ts";
import { requireElements } from "../shared/require.ts";

const subject = "concatenate";

export const params = { axis: axis(-1) };

export type ConcatenateParams = ParamValues<typeof params>;

/** The axis counted from the front; throws a ShapeError where `a` has no such axis. */
export const axisOf = (a: Shape, given: number): number => anyAxisOf(subject, a, given);

/** How many elements follow each other in memory up to where the other array's begin. */
export const runOf = (shape: Shape, at: number): number => sizeOf(shape.slice(at));

/** Throws a ShapeError unless a and b have the axis and agree along all others. */
export function shape(
  { a, b }: Readonly<Record<"a" | "b", Shape>>,
  { axis: given }: ConcatenateParams,
): { readonly y: Shape } {
  const at = axisOf(a, given);
  requireElements(subject, "a", a);
  requireElements(subject, "b", b);
  if (a.length !== b.length || a.some((extent, i) => i !== at && extent !== b[i])) {
    throw new ShapeError({
      subject,
      rule: `b must have the shape of a but for axis ${at}`,
      received: `a=${formatShape(a)} b=${formatShape(b)}`,
    });
  }
  return { y: a.map((extent, i) => (i === at ? extent + b[i]! : extent)) };
}

/** All run along the batch, unless they are joined along it. */
export function batchOf(
  { y }: Readonly<Partial<Record<"a" | "b" | "y", Shape>>>,
  { axis: given }: ConcatenateParams,
): readonly ("a" | "b" | "y")[] {
  return y && axisOf(y, given) > 0 ? ["a", "b", "y"] : [];
}
