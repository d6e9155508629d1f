import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { eachIndex, placeOf } from "../shared/indices.ts";
import { permOf, type TransposeParams } from "./shape.ts";

export const reference: Reference<"x", "y", TransposeParams> = {
  forward: ({ x }, given) => {
    const perm = permOf(x.shape.length, given);
    const y = ndArray(perm.map((axis) => x.shape[axis]!));
    eachIndex(x.shape, (index, at) => {
      const moved = perm.map((axis) => index[axis]!);
      y.data[placeOf(moved, y.shape)] = x.data[at]!;
    });
    return { y };
  },
  vjp: (_, { y: gradY }, given, { x }) => {
    const perm = permOf(x.length, given);
    const gradX = ndArray(x);
    eachIndex(x, (index, at) => {
      const moved = perm.map((axis) => index[axis]!);
      gradX.data[at] = gradY!.data[placeOf(moved, gradY!.shape)]!;
    });
    return { x: gradX };
  },
};
