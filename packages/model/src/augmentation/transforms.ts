import { mapOf } from "./affine-map.ts";
import { rangesOf, type AugmentationOptions } from "./augmentation-options.ts";
import { drawFor } from "./draws.ts";

export interface TransformKey {
  readonly seed: number;
  /** From 0. */
  readonly epoch: number;
  /** The samples' numbers in their split. */
  readonly indices: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
}

/**
 * What `affineWarp` is to do to each sample: [N,8], the six numbers that map an output's (row, column) to the input's, the
 * brightness, and 0.
 *
 * All draws are uniform: theta and shear from -r to r degrees, shifts from -s to s (times the extent where s < 1), zx and
 * zy each for itself from 1 - z to 1 + z, flips with probability 1/2, the brightness from its range. They depend on
 * (seed, epoch, sample) alone. The map is `R T Sh Z` about the centre; flips come last.
 * Throws a UsageError for a range that cannot be drawn from.
 * Source: Keras `ImageDataGenerator`. Keras moves columns by the height's shift and rows by the width's, and swaps the
 * extents of images that are not square; here width and height mean what they say.
 *
 * @example
 * transformsOf({ rotationRange: 10 }, { seed: 1, epoch: 0, indices: [5, 3], height: 64, width: 64 }); // 16 numbers
 */
export function transformsOf(options: AugmentationOptions, key: TransformKey): Float32Array {
  const ranges = rangesOf(options);
  const { seed, epoch, indices, height, width } = key;
  const size = { height, width };
  const transforms = new Float32Array(8 * indices.length);
  for (let n = 0; n < indices.length; n++) {
    const draw = drawFor(ranges, { seed, epoch, index: indices[n]! }, size);
    transforms.set([...mapOf(draw, size), draw.brightness], 8 * n);
  }
  return transforms;
}
