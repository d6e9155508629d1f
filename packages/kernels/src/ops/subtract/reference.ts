import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";

export const reference: Reference<"a" | "b", "y", object> = {
  forward: ({ a, b }) => ({
    y: ndArray(
      a.shape,
      a.data.map((value, i) => value - b.data[i]!),
    ),
  }),
  vjp: (_, { y: gradY }) => ({
    a: ndArray(gradY!.shape, gradY!.data),
    b: ndArray(
      gradY!.shape,
      gradY!.data.map((value) => -value),
    ),
  }),
};
