import type { PngPixels } from "@tomograd/data";

/**
 * An image [C,H,W] as people see it: 8 bits, black at `low` and white at `high`; three equal channels are grey.
 *
 * @example shownImage(values, [3, 64, 64], { low: 0, high: 255 })
 */
export function shownImage(
  values: ArrayLike<number>,
  [channels, height, width]: readonly [number, number, number],
  { low, high }: { readonly low: number; readonly high: number },
): PngPixels {
  const plane = height * width;
  const span = high > low ? high - low : 1;
  const at = (channel: number, pixel: number): number =>
    Math.round(255 * Math.min(Math.max((values[channel * plane + pixel]! - low) / span, 0), 1));
  const isColour = channels === 3 && !isGrey(values, plane);
  const shown = isColour ? 3 : 1;
  const data = Uint8Array.from({ length: shown * plane }, (_, i) => at(i % shown, Math.floor(i / shown)));
  return { height, width, channels: shown, data };
}

function isGrey(values: ArrayLike<number>, plane: number): boolean {
  for (let i = 0; i < plane; i++)
    if (values[i] !== values[plane + i] || values[i] !== values[2 * plane + i]) return false;
  return true;
}
