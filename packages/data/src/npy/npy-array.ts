/** NumPy's element types that are read, without the byte order: kind (b, u, i, f) and bytes. */
export type NpyDtype = "b1" | "u1" | "i1" | "u2" | "i2" | "u4" | "i4" | "u8" | "i8" | "f2" | "f4" | "f8";

export type NpyData =
  Float32Array | Float64Array | Uint8Array | Uint16Array | Int16Array | Int8Array | Int32Array | Uint32Array;

/**
 * An array as read from a file: always C order and in this machine's byte order.
 *
 * `f2` is widened to Float32Array, `i8` and `u8` to Float64Array (exact: values beyond 2^53 are refused), `b1` is 0 or 1.
 */
export interface NpyArray {
  readonly dtype: NpyDtype;
  readonly shape: readonly number[];
  readonly data: NpyData;
}
