import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { ALL_FINITE } from "./shape.ts";

/** Float32 is what the op speaks of: a float64 beyond its range would be saved as infinity. */
export const reference: Reference<"x", "index", object> = {
  forward: ({ x }) => {
    const found = x.data.findIndex((value) => !Number.isFinite(Math.fround(value)));
    return { index: ndArray([1], [found < 0 ? ALL_FINITE : found]) };
  },
};
