import { ShapeError } from "../../errors.ts";
import { integer, type ParamValues } from "../../op/params.ts";
import { formatShape, sizeOf, type Shape } from "../../shape.ts";
import { requireElements } from "../shared/require.ts";

const subject = "concatenate";

export const params = { axis: integer(-1, -16, 15) };

export type ConcatenateParams = ParamValues<typeof params>;

/** The axis counted from the front; throws a ShapeError where `a` has no such axis or it is the batch. */
export function axisOf(a: Shape, axis: number): number {
  if (a.length < 2) {
    throw new ShapeError({
      subject,
      rule: "a must have at least 2 dimensions",
      received: `a=${formatShape(a)}`,
      advice: "Pass [N,...]",
    });
  }
  const at = axis < 0 ? axis + a.length : axis;
  if (at < 1 || at >= a.length) {
    const last = a.length - 1;
    throw new ShapeError({
      subject,
      rule: `axis must be from 1 to ${last} or from ${-last} to -1 for a of shape ${formatShape(a)}`,
      received: `axis=${axis}`,
      advice: "Axis 0 is the batch, whose samples stay apart; for NCHW data the channels are axis 1",
    });
  }
  return at;
}

/** How many elements of a sample follow each other in memory up to where the other array's begin. */
export const runOf = (shape: Shape, axis: number): number => sizeOf(shape.slice(axis));

/** Throws a ShapeError unless a and b have the axis and agree along all others. */
export function shape(
  { a, b }: Readonly<Record<"a" | "b", Shape>>,
  { axis }: ConcatenateParams,
): { readonly y: Shape } {
  const at = axisOf(a, axis);
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
