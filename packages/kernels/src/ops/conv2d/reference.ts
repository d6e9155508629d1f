import { convolutionReference } from "../shared/convolution-reference.ts";
import { geometry, outputShape, type Conv2dGeometry, type Conv2dParams } from "./shape.ts";

/** Calls `visit` with the flat indices of every product `x * filter` that is part of an element of y; padding is left out. */
function everyProduct(N: number, g: Conv2dGeometry, visit: (y: number, x: number, filter: number) => void): void {
  for (let n = 0; n < N; n++)
    for (let k = 0; k < g.K; k++)
      for (let i = 0; i < g.outH; i++)
        for (let j = 0; j < g.outW; j++)
          for (let r = 0; r < g.R; r++)
            for (let s = 0; s < g.S; s++) {
              const h = i * g.strideH + r * g.dilationH - g.padTop;
              const w = j * g.strideW + s * g.dilationW - g.padLeft;
              if (h < 0 || h >= g.H || w < 0 || w >= g.W) continue;
              const y = ((n * g.K + k) * g.outH + i) * g.outW + j;
              for (let c = 0; c < g.C; c++) {
                const x = ((n * g.C + c) * g.H + h) * g.W + w;
                visit(y, x, ((r * g.S + s) * g.C + c) * g.K + k);
              }
            }
}

export const reference = convolutionReference<Conv2dParams>(
  (x, filter, params) => {
    const g = geometry(x, filter, params);
    return { channels: g.K, plane: g.outH * g.outW, each: (visit) => everyProduct(x[0]!, g, visit) };
  },
  (x, filter, params) => outputShape(x, filter, undefined, params),
);
