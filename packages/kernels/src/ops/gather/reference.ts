import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import type { Shape } from "../../shape.ts";
import { geometryOf, shape, type GatherParams } from "./shape.ts";

/** Calls `visit` with the place of every element of y in x and in y. */
function eachPick(x: Shape, indices: NdArray, given: GatherParams, visit: (x: number, y: number) => void): void {
  const { outer, extent, inner } = geometryOf(x, given);
  let at = 0;
  for (let o = 0; o < outer; o++)
    for (const pick of indices.data) {
      const i = Math.min(pick, extent - 1);
      for (let k = 0; k < inner; k++) visit((o * extent + i) * inner + k, at++);
    }
}

export const reference: Reference<"x" | "indices", "y", GatherParams> = {
  forward: ({ x, indices }, given) => {
    const y = ndArray(shape({ x: x.shape, indices: indices.shape }, given).y);
    eachPick(x.shape, indices, given, (from, to) => (y.data[to] = x.data[from]!));
    return { y };
  },
  vjp: ({ indices }, { y: gradY }, given, { x }) => {
    const gradX = ndArray(x);
    eachPick(x, indices, given, (to, from) => (gradX.data[to]! += gradY!.data[from]!));
    return { x: gradX };
  },
};
