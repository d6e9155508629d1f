import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import type { Shape } from "../../shape.ts";
import { offsetsOf, placesOf } from "../shared/indices.ts";
import { permOf, type TransposeParams } from "./shape.ts";

/** Where in x every element of y comes from. */
function placesInX(x: Shape, given: TransposeParams): Uint32Array {
  const offsets = offsetsOf(x);
  return placesOf(permOf(x.length, given).map((axis) => offsets[axis]!));
}

export const reference: Reference<"x", "y", TransposeParams> = {
  forward: ({ x }, given) => {
    const y = ndArray(permOf(x.shape.length, given).map((axis) => x.shape[axis]!));
    placesInX(x.shape, given).forEach((from, at) => (y.data[at] = x.data[from]!));
    return { y };
  },
  vjp: (_, { y: gradY }, given, { x }) => {
    const gradX = ndArray(x);
    placesInX(x, given).forEach((from, at) => (gradX.data[from] = gradY!.data[at]!));
    return { x: gradX };
  },
};
