import type { Model } from "../model.ts";
import type { LayerExplainOptions } from "./class-activation.ts";
import { ImageScore, type Images } from "./image-score.ts";
import { spatialOutput } from "./spatial-layer.ts";

export interface FeatureMaps {
  /** [N,K,h,w] */
  readonly shape: readonly [count: number, channels: number, height: number, width: number];
  readonly values: Float64Array;
}

/**
 * What a layer makes of images [N,C,H,W]: its output [N,K,h,w] in inference mode; of the last convolution unless one is named.
 *
 * Throws a UsageError as `gradCam` does.
 *
 * @example
 * const { shape, values } = await featureMaps(model, x, { layer: "conv2d" });
 */
export async function featureMaps(
  model: Model,
  x: Images,
  { layer, batchSize }: Omit<LayerExplainOptions, "target"> = {},
): Promise<FeatureMaps> {
  const inner = spatialOutput(model, layer);
  const [channels, height, width] = inner.shape as [number, number, number];
  const size = channels * height * width;
  const score = new ImageScore(model, inner);
  const parts = score.parts(x, batchSize);
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const maps = new Float64Array(count * size);
  for (const part of parts) maps.set((await score.forward(part.x)).values!, part.from * size);
  return { shape: [count, channels, height, width], values: maps };
}
