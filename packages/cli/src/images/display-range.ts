import type { PixelRange } from "@tomograd/data";

/** The raw values that are shown black and white: 8-bit images as they are, all others from 0, or their lowest value, to their highest. */
export function displayRange({ min, max, scale }: PixelRange): { readonly low: number; readonly high: number } {
  return scale === 255 ? { low: 0, high: 255 } : { low: Math.min(0, min), high: max };
}
