import { sizeOf, type Shape } from "../shape.ts";

/** What references compute on: a float64 array in C order with its shape. */
export interface NdArray {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** An array of zeros, or a copy of `values`, in float64. */
export function ndArray(shape: Shape, values?: ArrayLike<number>): NdArray {
  return { shape, data: values ? new Float64Array(values) : new Float64Array(sizeOf(shape)) };
}
