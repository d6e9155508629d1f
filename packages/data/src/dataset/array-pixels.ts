import { InputError } from "@tomograd/kernels";
import type { NpyArray, NpyData } from "../npy/npy-array.ts";
import { toFloat32 } from "../npy/to-float32.ts";
import type { PixelData } from "./pixels.ts";

/** Pixel values in a type that is kept, the largest value of their integer type, and what to tell the user about it. */
export interface ArrayPixels {
  readonly data: PixelData;
  readonly scale: number;
  readonly note?: string;
}

/**
 * Brings an image array to uint8, uint16 or float32. Other integers are kept as uint8 or uint16 where they fit (NumPy makes
 * int64 of most whole numbers), else they become float32.
 *
 * @throws InputError for NaN and infinity, with the first places, and for values that float32 cannot hold.
 */
export function arrayPixels(array: NpyArray, subject: string): ArrayPixels {
  const { data, dtype } = array;
  if (dtype === "b1") return { data: data as Uint8Array, scale: 1 };
  if (dtype === "u1") return { data: data as Uint8Array, scale: 255 };
  if (dtype === "u2") return { data: data as Uint16Array, scale: 65535 };
  if (dtype.startsWith("f")) {
    checkFinite(array, subject);
    return { data: toFloat32(array, subject), scale: 1 };
  }
  const scale = smallestScale(data);
  if (scale === 1) {
    const note = `${subject}: ${dtype} values outside 0 to 65535 are taken as float; consider --normalize standardize`;
    return { data: toFloat32(array, subject), scale, note };
  }
  const narrow = scale === 255 ? Uint8Array.from(data) : Uint16Array.from(data);
  return {
    data: narrow,
    scale,
    note: `${subject}: ${dtype} values are taken as ${scale === 255 ? "uint8" : "uint16"}`,
  };
}

function smallestScale(data: NpyData): 1 | 255 | 65535 {
  let max = 0;
  for (const value of data) {
    if (value < 0 || value > 65535) return 1;
    if (value > max) max = value;
  }
  return max <= 255 ? 255 : 65535;
}

function checkFinite({ data, shape }: NpyArray, subject: string): void {
  const found: string[] = [];
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    if (count++ < 5) found.push(`[${placeOf(i, shape).join(",")}]=${data[i]}`);
  }
  if (count === 0) return;
  throw new InputError({
    subject,
    rule: "images must not hold NaN or infinity",
    received: `${count} such values, first ${found.join(" ")}`,
    advice: "Replace them before saving, for instance with numpy.nan_to_num",
  });
}

function placeOf(index: number, shape: readonly number[]): number[] {
  return shape.map((_, axis) => {
    const stride = shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
    return Math.floor(index / stride) % (shape[axis] as number);
  });
}
