import { ShapeError } from "../../errors.ts";
import { optionalIntegers, real, type ParamValues } from "../../op/params.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { axisOf, optionalAxes } from "../shared/axes.ts";
import { entire, type Placement } from "../shared/part.ts";
import { requireElements } from "../shared/require.ts";

const subject = "pad";

export const params = { pads: optionalIntegers(0, 65_535), axes: optionalAxes(), value: real(0) };
export type PadParams = ParamValues<typeof params>;

export interface Padded {
  readonly y: Shape;
  /** Where x lies in y. */
  readonly places: readonly Placement[];
}

/** Throws a ShapeError unless `pads` has a number for the beginning of each axis, and then one for the end of each. */
export function paddedOf(x: Shape, { pads = [], axes: given }: PadParams): Padded {
  requireElements(subject, "x", x);
  const axes = (given ?? (pads.length > 0 ? x.map((_, axis) => axis) : [])).map((axis) =>
    axisOf(subject, x, axis, "axes"),
  );
  const isTwice = new Set(axes).size < axes.length;
  if (pads.length !== 2 * axes.length || isTwice) {
    throw new ShapeError({
      subject,
      rule: isTwice ? "no axis may be named twice" : "pads must have two numbers for each axis",
      received: `x=${formatShape(x)} pads=[${pads.join(",")}]${given ? ` axes=[${given.join(",")}]` : ""}`,
      advice: "Pass the beginnings of all axes, then the ends",
    });
  }
  const y = [...x];
  const places = x.map(entire);
  axes.forEach((axis, i) => {
    const [before, after] = [pads[i]!, pads[i + axes.length]!];
    y[axis] = x[axis]! + before + after;
    places[axis] = { start: before, step: 1, size: x[axis]! };
  });
  return { y, places };
}
