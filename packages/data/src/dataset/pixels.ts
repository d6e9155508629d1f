export type PixelData = Uint8Array | Uint16Array | Float32Array;

/** Images in memory, all of one size, in their own type and order. */
export interface Pixels {
  readonly data: PixelData;
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Planes one after the other, or the channels of a pixel side by side. */
  readonly order: "chw" | "hwc";
  /** The largest value of the integer type (255, 65535), 1 for float and boolean. */
  readonly scale: number;
}

/** The number of values of one image. */
export function valuesPerImage(pixels: Pixels): number {
  return pixels.channels * pixels.height * pixels.width;
}
