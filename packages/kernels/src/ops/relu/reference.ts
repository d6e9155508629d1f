import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";

export const reference: Reference<"x", "y", object> = {
  forward: ({ x }) => ({
    y: ndArray(
      x.shape,
      x.data.map((value) => Math.max(value, 0)),
    ),
  }),
  vjp: ({ y }, { y: gradY }) => ({
    x: ndArray(
      y.shape,
      y.data.map((value, i) => (value > 0 ? gradY!.data[i]! : 0)),
    ),
  }),
};
