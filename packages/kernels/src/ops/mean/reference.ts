import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";

export const reference: Reference<"x", "y", object> = {
  forward: ({ x }) => {
    let total = 0;
    for (const value of x.data) total += value;
    return { y: ndArray([], [total / x.data.length]) };
  },
  vjp: ({ x }, { y: gradY }) => ({
    x: ndArray(
      x.shape,
      x.data.map(() => gradY!.data[0]! / x.data.length),
    ),
  }),
};
