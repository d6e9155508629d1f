import { convolutionReference } from "../shared/convolution-reference.ts";
import { geometry, outputShape, type DepthwiseGeometry, type DepthwiseParams } from "./shape.ts";

/** Calls `visit` with the flat indices of every product `x * filter` that is part of an element of y; padding is left out. */
function everyProduct(N: number, g: DepthwiseGeometry, visit: (y: number, x: number, filter: number) => void): void {
  for (let n = 0; n < N; n++)
    for (let c = 0; c < g.C; c++)
      for (let m = 0; m < g.M; m++)
        for (let i = 0; i < g.outH; i++)
          for (let j = 0; j < g.outW; j++)
            for (let r = 0; r < g.R; r++)
              for (let s = 0; s < g.S; s++) {
                const h = i * g.strideH + r * g.dilationH - g.padTop;
                const w = j * g.strideW + s * g.dilationW - g.padLeft;
                if (h < 0 || h >= g.H || w < 0 || w >= g.W) continue;
                const y = ((n * g.C * g.M + c * g.M + m) * g.outH + i) * g.outW + j;
                const x = ((n * g.C + c) * g.H + h) * g.W + w;
                visit(y, x, ((r * g.S + s) * g.C + c) * g.M + m);
              }
}

export const reference = convolutionReference<DepthwiseParams>(
  (x, filter, params) => {
    const g = geometry(x, filter, params);
    return { channels: g.C * g.M, plane: g.outH * g.outW, each: (visit) => everyProduct(x[0]!, g, visit) };
  },
  (x, filter, params) => outputShape(x, filter, undefined, params),
);
