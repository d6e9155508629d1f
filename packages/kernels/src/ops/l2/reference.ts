import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import type { L2Params } from "./shape.ts";

export const reference: Reference<"w", "loss", L2Params> = {
  forward: ({ w }, { factor }) => {
    let squares = 0;
    for (const value of w.data) squares += value * value;
    return { loss: ndArray([], [factor * squares]) };
  },
  vjp: ({ w }, { loss }, { factor }) => ({
    w: ndArray(
      w.shape,
      w.data.map((value) => 2 * factor * value * loss!.data[0]!),
    ),
  }),
};
