import type { Model } from "../model.ts";
import { addWeighted, emptyMaps, layoutOf, type LayerExplainOptions } from "./class-activation.ts";
import { normalizedByMaximum, upsample, type HeatMaps } from "./heat-maps.ts";
import { batchRanges, ImageScore, type Images } from "./image-score.ts";
import { rangeOf } from "./range-of.ts";
import { spatialOutput } from "./spatial-layer.ts";
import { signOf } from "./target.ts";

/**
 * Score-CAM: weights a layer's maps by what the network says of the image seen through each of them, without any gradient.
 * With `H_k` the map A_k, brought to the image's size and stretched to 0 … 1, s the score and b an image of zeros,
 *
 * `c_k = s(x H_k) - s(b)`, `w = softmax(c)`, `L = relu(sum_k w_k A_k)`, divided by its maximum.
 *
 * A map without contrast hides the whole image. It takes K passes an image. Images, result and errors as of `gradCam`.
 * Source: Wang et al., "Score-CAM" (CVPR Workshops 2020), algorithm 1.
 *
 * @example
 * const { values } = await scoreCam(model, x, { target: "positive" });
 */
export async function scoreCam(
  model: Model,
  x: Images,
  { layer, target = "predicted", batchSize }: LayerExplainOptions = {},
): Promise<HeatMaps> {
  const inner = spatialOutput(model, layer);
  const whole = new ImageScore(model, inner);
  const score = new ImageScore(model);
  const { channels, size, mapsOf } = layoutOf(inner);
  const [colours, height, width] = score.imageShape;
  const pixels = colours * height * width;
  const images = score.parts(x, 1);
  const ranges = batchRanges(channels, batchSize);
  const heat = emptyMaps(inner, images);
  const [baseline] = (await score.forward(new Float64Array(pixels))).z;
  for (const image of images) {
    const { z, values } = await whole.forward(image.x);
    const sign = signOf(target, z[0]!);
    const maps = mapsOf(values!, 0);
    const [, h, w] = heat.shape;
    const gains = new Float64Array(channels);
    for (const { from, count } of ranges) {
      const masked = new Float64Array(count * pixels);
      for (let k = 0; k < count; k++) {
        const map = Float64Array.from(maps.subarray((from + k) * size, (from + k + 1) * size));
        const mask = stretched(upsample({ shape: [1, h, w], values: map }, height, width).values);
        for (let i = 0; i < pixels; i++) masked[k * pixels + i] = image.x[i]! * mask[i % mask.length]!;
      }
      const { z: logits } = await score.forward(masked);
      logits.forEach((logit, k) => (gains[from + k] = sign * (logit - baseline!)));
    }
    addWeighted(heat.values.subarray(image.from * size), maps, softmax(gains), size);
  }
  return normalizedByMaximum(heat);
}

/** Values from 0 to 1; 0 for those that are all the same. */
function stretched(values: Float64Array): Float64Array {
  const { low, high } = rangeOf(values);
  return values.map((value) => (high > low ? (value - low) / (high - low) : 0));
}

function softmax(values: Float64Array): Float64Array {
  const { high } = rangeOf(values);
  const powers = values.map((value) => Math.exp(value - high));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
