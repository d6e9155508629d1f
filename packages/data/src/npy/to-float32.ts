import { InputError } from "@tomograd/kernels";
import type { NpyArray } from "./npy-array.ts";

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
  const out = Float32Array.from(data);
  if (/^[ui][48]$/.test(dtype)) {
    const at = data.findIndex((value) => Math.abs(value) > MAX_INTEGER);
    if (at !== -1)
      throw valueError(subject, "integers must lie within 2^24, beyond which float32 skips some", data, at);
  }
  if (dtype === "f8") {
    const at = data.findIndex((value, i) => Number.isFinite(value) && !Number.isFinite(out[i]));
    if (at !== -1) throw valueError(subject, "values must lie within float32's range, 3.4e38", data, at);
  }
  return out;
}

function valueError(subject: string, rule: string, data: NpyArray["data"], at: number): InputError {
  return new InputError({ subject, rule, received: `element ${at}=${data[at]}`, advice: "Scale the values first" });
}
