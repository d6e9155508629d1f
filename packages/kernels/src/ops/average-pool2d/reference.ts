import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import type { Shape } from "../../shape.ts";
import type { PoolParams } from "../shared/pool.ts";
import { geometry, outputShape } from "./shape.ts";

/** Calls `visit` with every window, counted over all planes, and the elements of x in it. */
function eachWindow(x: Shape, params: PoolParams, visit: (window: number, elements: readonly number[]) => void): void {
  const g = geometry(x, params);
  for (let plane = 0; plane < x[0]! * x[1]!; plane++)
    for (let i = 0; i < g.outH; i++)
      for (let j = 0; j < g.outW; j++) {
        const elements: number[] = [];
        for (let r = 0; r < g.poolH; r++)
          for (let s = 0; s < g.poolW; s++) {
            const [h, w] = [i * g.strideH + r - g.padTop, j * g.strideW + s - g.padLeft];
            if (h < 0 || h >= g.H || w < 0 || w >= g.W) continue;
            elements.push((plane * g.H + h) * g.W + w);
          }
        visit((plane * g.outH + i) * g.outW + j, elements);
      }
}

export const reference: Reference<"x", "y", PoolParams> = {
  forward({ x }, params) {
    const y = ndArray(outputShape(x.shape, params));
    eachWindow(x.shape, params, (window, elements) => {
      for (const element of elements) y.data[window]! += x.data[element]! / elements.length;
    });
    return { y };
  },
  vjp(_, { y: upstream }, params, shapes) {
    const gradX = ndArray(shapes.x);
    eachWindow(shapes.x, params, (window, elements) => {
      for (const element of elements) gradX.data[element]! += upstream!.data[window]! / elements.length;
    });
    return { x: gradX };
  },
};
