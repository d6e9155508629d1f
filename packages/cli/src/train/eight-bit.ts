import type { Split } from "@tomograd/data";

/** Turns raw pixel values into 8 bits: black is 0 or the lowest value of the data, white the highest. */
export function eightBit({ min, max }: Split["pixelRange"]): (raw: number) => number {
  const black = Math.min(0, min);
  const span = max - black || 1;
  return (raw) => Math.round(255 * Math.min(Math.max((raw - black) / span, 0), 1));
}
