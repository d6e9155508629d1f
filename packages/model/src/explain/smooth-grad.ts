import { sizeOf, UsageError } from "@tomograd/kernels";
import type { Model } from "../model.ts";
import type { ExplainOptions } from "./class-activation.ts";
import type { HeatMaps } from "./heat-maps.ts";
import { ImageScore, type Images } from "./image-score.ts";
import { normalNumbers } from "./noise.ts";
import { rangeOf } from "./range-of.ts";
import { largestOfChannels } from "./saliency.ts";

export interface SmoothGradOptions extends Pick<ExplainOptions, "batchSize"> {
  /** How many noisy copies of each image. Default 25. */
  readonly samples?: number;
  /** The noise's standard deviation as a part of each image's range, from 0 on. Default 0.15. */
  readonly noise?: number;
  /** uint32; the same seed gives the same maps. Default 0. */
  readonly seed?: number;
}

/**
 * SmoothGrad: the saliency of the mean gradient of noisy copies, `S_ij = max_c |mean_k(ds/dx(x + e_k))_cij|` with
 * `e_k ~ N(0, (noise (max x - min x))^2)`. All images get the same draws, so that none depends on the others.
 *
 * Images, result and errors as of `saliency`; also a UsageError for samples, noise or a seed that cannot be.
 * Source: Smilkov et al., "SmoothGrad" (2017).
 *
 * @example
 * const { values } = await smoothGrad(model, x, { samples: 50, noise: 0.1, seed: 1 });
 */
export async function smoothGrad(model: Model, x: Images, options: SmoothGradOptions = {}): Promise<HeatMaps> {
  const { samples = 25, noise = 0.15, seed = 0, batchSize } = options;
  const isWhole = Number.isSafeInteger(samples) && Number.isSafeInteger(seed);
  if (!isWhole || samples < 1 || !(noise >= 0 && noise < Infinity) || seed < 0 || seed >= 2 ** 32)
    throw new UsageError({
      subject: "smoothGrad",
      rule: "samples must be a positive integer, noise at least 0 and seed a uint32",
      received: `samples=${samples} noise=${noise} seed=${seed}`,
    });
  const score = new ImageScore(model);
  const size = sizeOf(score.imageShape);
  const [, height, width] = score.imageShape;
  const parts = score.parts(x, batchSize);
  const mean = new Float64Array(x.length);
  for (const part of parts) {
    const deviations = Array.from({ length: part.count }, (_, n) => {
      const { low, high } = rangeOf(part.x.subarray(n * size, (n + 1) * size));
      return noise * (high - low);
    });
    for (let sample = 0; sample < samples; sample++) {
      const draws = normalNumbers(size, seed, sample);
      const noisy = Float64Array.from(
        part.x,
        (value, i) => value + deviations[Math.floor(i / size)]! * draws[i % size]!,
      );
      const { gradients } = await score.derivative(noisy);
      gradients.forEach((gradient, i) => (mean[part.from * size + i]! += gradient / samples));
    }
  }
  return { shape: [x.length / size, height, width], values: largestOfChannels(mean, score.imageShape) };
}
