import type { PngPixels } from "@tomograd/data";
import { upsample, type HeatMaps } from "@tomograd/model";
import { colourMap } from "./colour-map.ts";
import { heatOverlay } from "./heat-overlay.ts";

/** How much of the colours is seen over the image. */
const OPACITY = 0.5;

/** A small image with the n-th of some maps over it, which go from 0 to 1. */
export async function heatTile(image: PngPixels, { shape, values }: HeatMaps, n: number): Promise<PngPixels> {
  const [, height, width] = shape;
  const map = {
    shape: [1, height, width],
    values: values.subarray(n * height * width, (n + 1) * height * width),
  } as const;
  const scale = { colours: await colourMap("inferno"), low: 0, high: 1 };
  return heatOverlay(image, upsample(map, image.height, image.width).values, scale, OPACITY);
}
