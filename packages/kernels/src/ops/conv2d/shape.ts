import type { Shape } from "../../shape.ts";
import { filterParams, placeFilter, requireBias, type FilterGeometry, type FilterParams } from "../shared/filter.ts";

const subject = "conv2d";

export const params = filterParams;

export type Conv2dParams = FilterParams;

/** Everything about one convolution but the batch size: the constants of its kernels. */
export type Conv2dGeometry = FilterGeometry & { readonly K: number };

/** Checks the shapes and places the filter on the input; throws a ShapeError where they do not go together. */
export function geometry(x: Shape, filter: Shape, given: Conv2dParams): Conv2dGeometry {
  const { last: K, ...placed } = placeFilter(subject, x, filter, "[R,S,C,K]", given);
  return { ...placed, K };
}

/** `[N,C,H,W]`, `[R,S,C,K]` and `[K]` to `[N,K,outH,outW]`. */
export function outputShape(x: Shape, filter: Shape, bias: Shape | undefined, given: Conv2dParams): Shape {
  const { K, outH, outW } = geometry(x, filter, given);
  requireBias(subject, bias, K);
  return [x[0]!, K, outH, outW];
}
