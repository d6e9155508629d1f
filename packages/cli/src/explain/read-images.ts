import { applyNormalization, type Normalization, type PngPixels, type Split } from "@tomograd/data";
import { sizeOf } from "@tomograd/kernels";
import { shownImage } from "@tomograd/report";
import { displayRange } from "../images/display-range.ts";
import { pixelsOf } from "../images/image-tile.ts";

/** Some images of a split: as the model takes them, and as people see them. */
export interface ReadImages {
  readonly ids: readonly string[];
  /** [N,C,H,W], normalised. */
  readonly x: Float32Array;
  /** As the user gave them. */
  readonly shown: readonly PngPixels[];
}

/** Reads the images of these indices. */
export async function readImages(
  split: Split,
  indices: Uint32Array,
  normalization: Normalization,
): Promise<ReadImages> {
  const x = await pixelsOf(split, indices);
  const size = sizeOf(split.imageShape);
  const range = displayRange(split.pixelRange);
  const shown = Array.from(indices, (_, n) =>
    shownImage(x.subarray(n * size, (n + 1) * size), split.imageShape, range),
  );
  applyNormalization(normalization, x, split.imageShape);
  return { ids: Array.from(indices, (index) => split.ids[index]!), x, shown };
}
