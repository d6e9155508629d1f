import { InputError } from "@tomograd/kernels";
import type { NpyArray, NpyData, NpyDtype } from "./npy-array.ts";

/** Up to here float32 holds every integer. */
const MAX_INTEGER = 2 ** 24;

/**
 * The values of an array as float32; float32 data is returned as it is, not copied. float64 is rounded to nearest.
 *
 * @throws InputError for a finite value beyond float32's range, and for an integer beyond 2^24.
 * @example toFloat32(readNpy(bytes, "x.npy"), "x.npy")
 */
export function toFloat32(array: NpyArray, subject: string): Float32Array {
  const { data, dtype } = array;
  if (data instanceof Float32Array) return data;
  checkFloat32(data, dtype, subject);
  return Float32Array.from(data);
}

/** @throws InputError as `toFloat32` does, for a stretch of an array that begins at element `first`. */
export function checkFloat32(data: NpyData, dtype: NpyDtype, subject: string, first = 0): void {
  if (/^[ui][48]$/.test(dtype)) {
    const at = data.findIndex((value) => Math.abs(value) > MAX_INTEGER);
    const rule = "integers must lie within 2^24, beyond which float32 skips some";
    if (at !== -1) throw valueError(subject, rule, first + at, data[at]);
  }
  if (dtype === "f8") {
    const at = data.findIndex((value) => Number.isFinite(value) && !Number.isFinite(Math.fround(value)));
    if (at !== -1) throw valueError(subject, "values must lie within float32's range, 3.4e38", first + at, data[at]);
  }
}

function valueError(subject: string, rule: string, at: number, value: number | undefined): InputError {
  return new InputError({ subject, rule, received: `element ${at}=${value}`, advice: "Scale the values first" });
}
