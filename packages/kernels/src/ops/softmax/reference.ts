import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { axisOfSoftmax, type SoftmaxParams } from "./shape.ts";

/** Calls `visit` with the places of the elements of every row along the axis. */
function eachRow(shape: Shape, given: Partial<SoftmaxParams>, visit: (row: readonly number[]) => void): void {
  const axis = axisOfSoftmax(shape, given);
  const [outer, extent, inner] = [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))];
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) visit(Array.from({ length: extent }, (_, k) => (o * extent + k) * inner + i));
}

export const reference: Reference<"x", "y", SoftmaxParams> = {
  forward: ({ x }, given) => {
    const y = ndArray(x.shape);
    eachRow(x.shape, given, (row) => {
      const largest = row.reduce((most, at) => Math.max(most, x.data[at]!), -Infinity);
      let sum = 0;
      for (const at of row) sum += y.data[at] = Math.exp(x.data[at]! - largest);
      for (const at of row) y.data[at]! /= sum;
    });
    return { y };
  },
  vjp: ({ y }, { y: gradY }, given) => {
    const gradX = ndArray(y.shape);
    eachRow(y.shape, given, (row) => {
      let mean = 0;
      for (const at of row) mean += y.data[at]! * gradY!.data[at]!;
      for (const at of row) gradX.data[at] = y.data[at]! * (gradY!.data[at]! - mean);
    });
    return { x: gradX };
  },
};
