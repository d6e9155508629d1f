import { ShapeError } from "../../errors.ts";
import { integer, optionalIntegers } from "../../op/params.ts";
import { formatShape, type Shape } from "../../shape.ts";

/** One axis, by default the last; negative ones count from the end. */
export const axis = (fallback = -1) => integer(fallback, -16, 15);
/** Any axes; what leaving them out means is the op's. */
export const optionalAxes = () => optionalIntegers(-16, 15);

/** An axis of `shape`, counted from the front; throws a ShapeError where there is none. */
export function axisOf(subject: string, shape: Shape, given: number, name = "axis"): number {
  const at = given < 0 ? given + shape.length : given;
  if (at >= 0 && at < shape.length) return at;
  throw new ShapeError({
    subject,
    rule:
      shape.length === 0
        ? "a scalar has no axes"
        : `${name} must be from ${-shape.length} to ${shape.length - 1} for a shape of ${formatShape(shape)}`,
    received: `${name}=${given}`,
  });
}

/** Axes of `shape`, ascending from the front; throws a ShapeError where one does not exist or is named twice. */
export function axesOf(subject: string, shape: Shape, given: readonly number[]): number[] {
  const axes = given.map((one) => axisOf(subject, shape, one, "axes"));
  if (new Set(axes).size < axes.length)
    throw new ShapeError({ subject, rule: "no axis may be named twice", received: `axes=[${given.join(",")}]` });
  return axes.sort((a, b) => a - b);
}
