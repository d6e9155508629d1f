import type { NpyData } from "./npy-array.ts";

/**
 * Reorders data stored in Fortran order (first index fastest) to C order (last index fastest).
 *
 * @example toCOrder(Uint8Array.of(1, 4, 2, 5, 3, 6), [2, 3]) // 1 2 3 4 5 6
 */
export function toCOrder(data: NpyData, shape: readonly number[]): NpyData {
  if (shape.length < 2) return data;
  const out = data.slice();
  const strides: number[] = [];
  let stride = 1;
  for (const dim of shape) {
    strides.push(stride);
    stride *= dim;
  }
  const index = shape.map(() => 0);
  let source = 0;
  for (let target = 0; target < out.length; target++) {
    out[target] = data[source] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const step = strides[axis] as number;
      source += step;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      source -= step * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return out;
}
