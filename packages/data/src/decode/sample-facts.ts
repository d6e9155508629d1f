import { createHash } from "node:crypto";
import type { NpyData } from "../npy/npy-array.ts";

/** What is remembered of an image after one look at its pixels. */
export interface SampleFacts {
  /** SHA-256 of the pixels as decoded. */
  readonly digest: string;
  readonly min: number;
  readonly max: number;
  /** One channel, or three that are equal. */
  readonly isGrey: boolean;
  /** As stored: 1 or 3. */
  readonly channels: number;
  /** Of an image file, before it was resampled. */
  readonly file?: { readonly format: string; readonly height: number; readonly width: number };
}

/** The facts of one image; `order` says whether its planes or its pixels follow each other. */
export function factsOf(pixels: NpyData, channels: number, order: "chw" | "hwc"): SampleFacts {
  let min = Infinity;
  let max = -Infinity;
  for (const value of pixels) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const digest = createHash("sha256").update(bytes).digest("base64");
  return { digest, min, max, isGrey: channels === 1 || isGrey(pixels, order), channels };
}

function isGrey(pixels: NpyData, order: "chw" | "hwc"): boolean {
  const plane = pixels.length / 3;
  const [toPixel, toChannel] = order === "hwc" ? [3, 1] : [1, plane];
  for (let p = 0, at = 0; p < plane; p++, at += toPixel) {
    if (pixels[at] !== pixels[at + toChannel] || pixels[at] !== pixels[at + 2 * toChannel]) return false;
  }
  return true;
}
