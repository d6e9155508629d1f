import type { HostArray } from "@tomograd/kernels";
import type { Model } from "../model.ts";
import type { ExplainOptions } from "./class-activation.ts";
import type { HeatMaps } from "./heat-maps.ts";
import { ImageScore, type Images } from "./image-score.ts";

/**
 * Saliency: how much the score would change with each pixel, `S_ij = max_c |ds/dx_cij|`, not divided by anything. The target
 * decides the sign of s alone, so the map is the same for all of them.
 *
 * `x` are images [N,C,H,W] as the model takes them, the result is [N,H,W]. Throws a UsageError for a model of other inputs or outputs.
 * Source: Simonyan et al., "Deep inside convolutional networks" (2013), section 3.1.
 *
 * @example
 * const { shape, values } = await saliency(model, x);
 */
export async function saliency(
  model: Model,
  x: Images,
  { batchSize }: Pick<ExplainOptions, "batchSize"> = {},
): Promise<HeatMaps> {
  const score = new ImageScore(model);
  const [, height, width] = score.imageShape;
  const parts = score.parts(x, batchSize);
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const values = new Float64Array(count * height * width);
  for (const part of parts) {
    const { gradients } = await score.derivative(part.x);
    values.set(largestOfChannels(gradients, score.imageShape), part.from * height * width);
  }
  return { shape: [count, height, width], values };
}

/** `max_c |g_ncij|` of [N,C,H,W]. */
export function largestOfChannels(
  gradients: HostArray,
  [channels, height, width]: readonly [number, number, number],
): Float64Array {
  const size = height * width;
  const largest = new Float64Array(gradients.length / channels);
  gradients.forEach((gradient, i) => {
    const at = Math.floor(i / (channels * size)) * size + (i % size);
    largest[at] = Math.max(largest[at]!, Math.abs(gradient));
  });
  return largest;
}
