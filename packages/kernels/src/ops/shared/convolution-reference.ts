import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import type { Shape } from "../../shape.ts";

/** What tells one kind of convolution from another: which values of x and filter are multiplied for which of y. */
export interface Products {
  /** Output channels, and the elements of each. */
  readonly channels: number;
  readonly plane: number;
  /** Calls `visit` with the flat indices of every product `x * filter` that is part of an element of y; padding is left out. */
  each(visit: (y: number, x: number, filter: number) => void): void;
}

/** `y = activation(sum of products + bias)`, and its gradients. */
export function convolutionReference<P extends { readonly activation: "linear" | "relu" }>(
  productsOf: (x: Shape, filter: Shape, params: P) => Products,
  outputShape: (x: Shape, filter: Shape, params: P) => Shape,
): Reference<"x" | "filter" | "bias", "y", P> {
  return {
    forward({ x, filter, bias }, params) {
      const products = productsOf(x.shape, filter.shape, params);
      const y = ndArray(outputShape(x.shape, filter.shape, params));
      products.each((at, from, weight) => (y.data[at]! += x.data[from]! * filter.data[weight]!));
      y.data.forEach((sum, at) => {
        const value = sum + (givenBias(bias)?.data[channelOf(at, products)] ?? 0);
        y.data[at] = params.activation === "relu" ? Math.max(value, 0) : value;
      });
      return { y };
    },

    vjp(values, { y: upstream }, params) {
      const { x, filter } = values;
      const products = productsOf(x.shape, filter.shape, params);
      const closed = (at: number): boolean => params.activation === "relu" && values.y.data[at]! <= 0;
      const gradSum = upstream!.data.map((value, at) => (closed(at) ? 0 : value));
      const gradX = ndArray(x.shape);
      const gradFilter = ndArray(filter.shape);
      products.each((at, from, weight) => {
        gradX.data[from]! += gradSum[at]! * filter.data[weight]!;
        gradFilter.data[weight]! += gradSum[at]! * x.data[from]!;
      });
      const gradBias = ndArray([products.channels]);
      gradSum.forEach((value, at) => (gradBias.data[channelOf(at, products)]! += value));
      return { x: gradX, filter: gradFilter, bias: gradBias };
    },
  };
}

const channelOf = (index: number, { plane, channels }: Products): number => Math.floor(index / plane) % channels;

/** Optional inputs are typed as if they were always there. */
function givenBias(bias: NdArray | undefined): NdArray | undefined {
  return bias;
}
