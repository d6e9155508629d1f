import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
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
    const axis = axisOf(shapes.a, params.axis);
    const [a, b] = [ndArray(shapes.a), ndArray(shapes.b)];
    const y = upstream!;
    eachPlace(shapes.a, y.shape, axis, 0, (at, place) => (a.data[at] = y.data[place]!));
    eachPlace(shapes.b, y.shape, axis, shapes.a[axis]!, (at, place) => (b.data[at] = y.data[place]!));
    return { a, b };
  },
};
