import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";

const sigmoidOf = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

export const reference: Reference<"x", "y", object> = {
  forward: ({ x }) => ({ y: ndArray(x.shape, x.data.map(sigmoidOf)) }),
  vjp: ({ y }, { y: gradY }) => ({
    x: ndArray(
      y.shape,
      y.data.map((value, i) => gradY!.data[i]! * value * (1 - value)),
    ),
  }),
};
