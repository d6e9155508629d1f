import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { axisOf, shape, type ConcatenateParams } from "./shape.ts";

/** Calls `visit` with every element of a part and its place in y, where the part begins at `offset` along the axis. */
function eachPlace(
  part: Shape,
  y: Shape,
  axis: number,
  offset: number,
  visit: (at: number, place: number) => void,
): void {
  const [outer, inner] = [sizeOf(part.slice(0, axis)), sizeOf(part.slice(axis + 1))];
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < part[axis]!; i++)
      for (let k = 0; k < inner; k++) visit((o * part[axis]! + i) * inner + k, (o * y[axis]! + i + offset) * inner + k);
}

export const reference: Reference<"a" | "b", "y", ConcatenateParams> = {
  forward({ a, b }, params) {
    const axis = axisOf(a.shape, params.axis);
    const y = ndArray(shape({ a: a.shape, b: b.shape }, params).y);
    eachPlace(a.shape, y.shape, axis, 0, (at, place) => (y.data[place] = a.data[at]!));
    eachPlace(b.shape, y.shape, axis, a.shape[axis]!, (at, place) => (y.data[place] = b.data[at]!));
    return { y };
  },
  vjp(_, { y: upstream }, params, shapes) {
    const y = upstream!;
    const axis = axisOf(y.shape, params.axis);
    // Only those that are wanted have a shape.
    const { a, b } = shapes as Partial<typeof shapes>;
    const slice = (part: Shape, offset: number): NdArray => {
      const gradient = ndArray(part);
      eachPlace(part, y.shape, axis, offset, (at, place) => (gradient.data[at] = y.data[place]!));
      return gradient;
    };
    return { ...(a && { a: slice(a, 0) }), ...(b && { b: slice(b, y.shape[axis]! - b[axis]!) }) };
  },
};
