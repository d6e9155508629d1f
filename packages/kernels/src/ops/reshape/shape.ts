import { ShapeError } from "../../errors.ts";
import { optionalIntegers, type ParamValues } from "../../op/params.ts";
import { formatShape, sizeOf, type Shape } from "../../shape.ts";
import { requireElements } from "../shared/require.ts";

const subject = "reshape";

export const params = { shape: optionalIntegers(-1, 4_294_967_295) };
export type ReshapeParams = ParamValues<typeof params>;

/** Throws a ShapeError unless the shape has as many elements as x; one extent may be -1, for what is left. */
export function shape({ x }: { readonly x: Shape }, { shape: wanted = [-1] }: ReshapeParams): { y: Shape } {
  requireElements(subject, "x", x);
  const received = `x=${formatShape(x)} shape=${formatShape(wanted)}`;
  if (wanted.filter((extent) => extent === -1).length > 1)
    throw new ShapeError({ subject, rule: "one extent of shape may be -1", received });
  const known = sizeOf(wanted.filter((extent) => extent !== -1));
  const y = wanted.map((extent) => (extent === -1 ? sizeOf(x) / known : extent));
  if (sizeOf(y) === sizeOf(x) && y.every((extent) => Number.isInteger(extent))) return { y };
  throw new ShapeError({ subject, rule: `shape must have the ${sizeOf(x)} elements of x`, received });
}
