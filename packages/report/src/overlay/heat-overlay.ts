import type { PngPixels } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { colourIndex, type Colour } from "./colour-map.ts";

export interface MapColours {
  readonly colours: readonly Colour[];
  /** The values of the first and the last colour. */
  readonly low: number;
  readonly high: number;
}

/** A map [H,W] in colours. */
export function colouredMap(values: ArrayLike<number>, height: number, width: number, scale: MapColours): PngPixels {
  const data = new Uint8Array(3 * height * width);
  for (let i = 0; i < height * width; i++) data.set(scale.colours[colourIndex(values[i]!, scale)]!, 3 * i);
  return { height, width, channels: 3, data };
}

/**
 * An image with a map of the same size over it: `(1 - opacity) image + opacity colour`.
 *
 * Throws a UsageError for a map of another size, or an opacity outside 0 … 1.
 */
export function heatOverlay(
  image: PngPixels,
  values: ArrayLike<number>,
  scale: MapColours,
  opacity: number,
): PngPixels {
  const { height, width, channels, data } = image;
  if (values.length !== height * width || !(opacity >= 0 && opacity <= 1))
    throw new UsageError({
      subject: "heatOverlay",
      rule: "the map must have the image's size, and opacity must be from 0 to 1",
      received: `image=${height}x${width} values=${values.length} opacity=${opacity}`,
    });
  const heat = colouredMap(values, height, width, scale);
  const mixed = heat.data.map((colour, i) => {
    const grey = data[channels === 3 ? i : Math.floor(i / 3)]!;
    return Math.round((1 - opacity) * grey + opacity * colour);
  });
  return { height, width, channels: 3, data: mixed };
}
