import type { Shape } from "../../shape.ts";
import { filterParams, placeFilter, requireBias, type FilterGeometry, type FilterParams } from "../shared/filter.ts";

const subject = "depthwiseConv2d";

export const params = filterParams;

export type DepthwiseParams = FilterParams;

/** Everything about one convolution but the batch size: the constants of its kernels. M output channels for each of C. */
export type DepthwiseGeometry = FilterGeometry & { readonly M: number };

/** Checks the shapes and places the filter on the input; throws a ShapeError where they do not go together. */
export function geometry(x: Shape, filter: Shape, given: DepthwiseParams): DepthwiseGeometry {
  const { last: M, ...placed } = placeFilter(subject, x, filter, "[R,S,C,M]", given);
  return { ...placed, M };
}

/** `[N,C,H,W]`, `[R,S,C,M]` and `[C*M]` to `[N,C*M,outH,outW]`. */
export function outputShape(x: Shape, filter: Shape, bias: Shape | undefined, given: DepthwiseParams): Shape {
  const { C, M, outH, outW } = geometry(x, filter, given);
  requireBias(subject, bias, C * M);
  return [x[0]!, C * M, outH, outW];
}
