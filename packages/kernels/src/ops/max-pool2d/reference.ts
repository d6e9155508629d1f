import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import { geometry, outputShape, type MaxPool2dParams } from "./shape.ts";

/** For every element of y, the index in x of the first maximum of its window. */
function maxima(x: NdArray, params: MaxPool2dParams): number[] {
  const g = geometry(x.shape, params);
  const found: number[] = [];
  for (let plane = 0; plane < x.shape[0]! * x.shape[1]!; plane++)
    for (let i = 0; i < g.outH; i++)
      for (let j = 0; j < g.outW; j++) {
        let best = -1;
        for (let r = 0; r < g.poolH; r++)
          for (let s = 0; s < g.poolW; s++) {
            const [h, w] = [i * g.strideH + r - g.padTop, j * g.strideW + s - g.padLeft];
            if (h < 0 || h >= g.H || w < 0 || w >= g.W) continue;
            const at = (plane * g.H + h) * g.W + w;
            if (best < 0 || x.data[at]! > x.data[best]!) best = at;
          }
        found.push(best);
      }
  return found;
}

export const reference: Reference<"x", "y", MaxPool2dParams> = {
  forward: ({ x }, params) => ({
    y: ndArray(
      outputShape(x.shape, params),
      maxima(x, params).map((at) => x.data[at]!),
    ),
  }),
  vjp({ x }, { y: upstream }, params) {
    const gradX = ndArray(x.shape);
    maxima(x, params).forEach((at, window) => (gradX.data[at]! += upstream!.data[window]!));
    return { x: gradX };
  },
};
