import type { NpyData } from "../npy/npy-array.ts";

export type PixelData = Uint8Array | Uint16Array | Float32Array;

export type PixelType = "uint8" | "uint16" | "float32";

/** How the images of a set are stored, all of one size. */
export interface PixelFormat {
  readonly type: PixelType;
  /** The most that an image has: among colour ones there may be grey ones of one channel. */
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Planes one after the other, or the channels of a pixel side by side. */
  readonly order: "chw" | "hwc";
  /** The largest value of the integer type (255, 65535), 1 for float and boolean. */
  readonly scale: number;
}

/** Receives the pixels of the `i`th image asked for; they are valid during the call. */
export type TakePixels = (pixels: PixelData, i: number) => void;

/** The images of a set, in memory or wherever they are read from when asked for. */
export interface PixelSource extends PixelFormat {
  /**
   * Hands each of the images to `take`, in any order: at once where they are in memory. Once `signal` is aborted, what has
   * not begun is left out.
   */
  read(indices: ArrayLike<number>, take: TakePixels, signal?: AbortSignal): void | Promise<void>;
}

/** Images in memory, in one array. */
export interface Pixels extends Omit<PixelFormat, "type"> {
  readonly data: PixelData;
  readonly count: number;
}

/** The number of values of one image. */
export function valuesPerImage({ channels, height, width }: PixelFormat | Pixels): number {
  return channels * height * width;
}

/** Converts to the type of a format, which must hold the values. Data of that type are not copied. */
export function toPixelType(data: NpyData, type: PixelType): PixelData {
  if (type === "uint8") return data instanceof Uint8Array ? data : Uint8Array.from(data);
  if (type === "uint16") return data instanceof Uint16Array ? data : Uint16Array.from(data);
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

/** @example packedSource({ data, count: 2, channels: 1, height: 4, width: 4, order: "chw", scale: 255 }) */
export function packedSource({ data, count: _count, ...format }: Pixels): PixelSource {
  const type = data instanceof Uint8Array ? "uint8" : data instanceof Uint16Array ? "uint16" : "float32";
  const size = valuesPerImage({ ...format, type });
  const imageOf = (index: number): PixelData => data.subarray(index * size, (index + 1) * size);
  return {
    ...format,
    type,
    read: (indices, take) => {
      for (let i = 0; i < indices.length; i++) take(imageOf(indices[i] as number), i);
    },
  };
}
