import { sizeOf, type Shape } from "../shape.ts";

/** What references compute on: a float64 array in C order with its shape. */
export interface NdArray {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/**
 * An array in float64: zeros, a copy of `values`, or what a function gives for each index in C order.
 *
 * @example
 * const y = ndArray(x.shape, (i) => Math.max(x.data[i]!, 0));
 */
export function ndArray(shape: Shape, values?: ArrayLike<number> | ((index: number) => number)): NdArray {
  if (typeof values !== "function")
    return { shape, data: values ? new Float64Array(values) : new Float64Array(sizeOf(shape)) };
  return { shape, data: new Float64Array(sizeOf(shape)).map((_, index) => values(index)) };
}
