import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
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

const channelOf = (index: number, { C, M, outH, outW }: DepthwiseGeometry): number =>
  Math.floor(index / (outH * outW)) % (C * M);

export const reference: Reference<"x" | "filter" | "bias", "y", DepthwiseParams> = {
  forward({ x, filter, bias }, params) {
    const g = geometry(x.shape, filter.shape, params);
    const y = ndArray(outputShape(x.shape, filter.shape, undefined, params));
    everyProduct(x.shape[0]!, g, (at, from, weight) => (y.data[at]! += x.data[from]! * filter.data[weight]!));
    y.data.forEach((sum, at) => {
      const value = sum + (givenBias(bias)?.data[channelOf(at, g)] ?? 0);
      y.data[at] = params.activation === "relu" ? Math.max(value, 0) : value;
    });
    return { y };
  },

  vjp(values, { y: upstream }, params) {
    const { x, filter } = values;
    const g = geometry(x.shape, filter.shape, params);
    const closed = (at: number): boolean => params.activation === "relu" && values.y.data[at]! <= 0;
    const gradSum = upstream!.data.map((value, at) => (closed(at) ? 0 : value));
    const gradX = ndArray(x.shape);
    const gradFilter = ndArray(filter.shape);
    everyProduct(x.shape[0]!, g, (at, from, weight) => {
      gradX.data[from]! += gradSum[at]! * filter.data[weight]!;
      gradFilter.data[weight]! += gradSum[at]! * x.data[from]!;
    });
    const gradBias = ndArray([g.C * g.M]);
    gradSum.forEach((value, at) => (gradBias.data[channelOf(at, g)]! += value));
    return { x: gradX, filter: gradFilter, bias: gradBias };
  },
};

/** Optional inputs are typed as if they were always there. */
function givenBias(bias: NdArray | undefined): NdArray | undefined {
  return bias;
}
