import { applyNormalization, type Normalization, type Split } from "@tomograd/data";
import type { PngPixels } from "@tomograd/data";
import { shownImage } from "@tomograd/report";

/** Some images of a split: as the model takes them, and as people see them. */
export interface ReadImages {
  readonly ids: readonly string[];
  /** [N,C,H,W], normalised. */
  readonly x: Float32Array;
  /** As the user gave them. */
  readonly shown: readonly PngPixels[];
}

/** Reads the images of these indices. 8-bit images are shown as they are, all others from their lowest to their highest value. */
export async function readImages(
  split: Split,
  indices: Uint32Array,
  normalization: Normalization,
): Promise<ReadImages> {
  const [channels, height, width] = split.imageShape;
  const size = channels * height * width;
  const x = new Float32Array(indices.length * size);
  await split.gather(indices, x);
  const shown = Array.from(indices, (_, n) => {
    const image = x.subarray(n * size, (n + 1) * size);
    return shownImage(image, [channels, height, width], displayRange(image, split.pixelRange.scale));
  });
  applyNormalization(normalization, x, split.imageShape);
  return { ids: Array.from(indices, (index) => split.ids[index]!), x, shown };
}

function displayRange(values: Float32Array, scale: number) {
  if (scale === 255) return { low: 0, high: 255 };
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
