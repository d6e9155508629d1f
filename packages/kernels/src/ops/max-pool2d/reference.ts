import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import type { Shape } from "../../shape.ts";
import { geometry, outputShape, type MaxPool2dParams } from "./shape.ts";

/** Calls `visit` with every window, counted over all planes, each element of x in it and the element's place in it. */
function eachElement(
  x: Shape,
  params: MaxPool2dParams,
  visit: (window: number, element: number, place: number) => void,
): void {
  const g = geometry(x, params);
  for (let plane = 0; plane < x[0]! * x[1]!; plane++)
    for (let i = 0; i < g.outH; i++)
      for (let j = 0; j < g.outW; j++)
        for (let r = 0; r < g.poolH; r++)
          for (let s = 0; s < g.poolW; s++) {
            const [h, w] = [i * g.strideH + r - g.padTop, j * g.strideW + s - g.padLeft];
            if (h < 0 || h >= g.H || w < 0 || w >= g.W) continue;
            visit((plane * g.outH + i) * g.outW + j, (plane * g.H + h) * g.W + w, r * g.poolW + s);
          }
}

export const reference: Reference<"x", "y" | "winner", MaxPool2dParams> = {
  forward({ x }, params) {
    const { poolH, poolW } = geometry(x.shape, params);
    const y = ndArray(outputShape(x.shape, params));
    y.data.fill(-Infinity);
    const winner = ndArray(y.shape);
    eachElement(x.shape, params, (window, element, place) => {
      if (x.data[element]! <= y.data[window]!) return;
      y.data[window] = x.data[element]!;
      winner.data[window] = place;
    });
    if (params.activation === "relu") {
      y.data.forEach((value, window) => {
        if (value > 0) return;
        y.data[window] = 0;
        winner.data[window] = poolH * poolW;
      });
    }
    return { y, winner };
  },
  vjp({ winner }, { y: upstream }, params, shapes) {
    const gradX = ndArray(shapes.x);
    eachElement(shapes.x, params, (window, element, place) => {
      if (winner.data[window] === place) gradX.data[element]! += upstream!.data[window]!;
    });
    return { x: gradX };
  },
};
