import type { HostArray } from "@tomograd/kernels";
import type { SymbolicTensor } from "../graph/symbolic-tensor.ts";
import type { Model } from "../model.ts";
import { normalizedByMaximum, type HeatMaps } from "./heat-maps.ts";
import { ImageScore, type Images } from "./image-score.ts";
import { spatialOutput } from "./spatial-layer.ts";
import { signOf, type Target } from "./target.ts";

export interface ExplainOptions {
  /** Default `predicted`. */
  readonly target?: Target;
  /** Images that are computed at once. Default 16. */
  readonly batchSize?: number;
}

export interface LayerExplainOptions extends ExplainOptions {
  /** The name of a layer whose output is images. Default: the last convolution. */
  readonly layer?: string;
}

/** The maps A of one image [K,h,w], and ds/dA of the score s of its target. */
export interface LayerDerivative {
  readonly maps: HostArray;
  readonly gradients: Float64Array;
  readonly channels: number;
  /** h w */
  readonly size: number;
}

/** `relu(sum_k w_k A_k)`, divided by its maximum, where `weights` gives every image's w of its derivative by a layer. */
export async function weightedMaps(
  model: Model,
  x: Images,
  { layer, target = "predicted", batchSize }: LayerExplainOptions,
  weights: (derivative: LayerDerivative) => ArrayLike<number>,
): Promise<HeatMaps> {
  const inner = spatialOutput(model, layer);
  const score = new ImageScore(model, inner);
  const { channels, size, mapsOf } = layoutOf(inner);
  const parts = score.parts(x, batchSize);
  const heat = emptyMaps(inner, parts);
  for (const part of parts) {
    const { z, values, gradients } = await score.derivative(part.x);
    for (let n = 0; n < part.count; n++) {
      const sign = signOf(target, z[n]!);
      const maps = mapsOf(values, n);
      const derivative = Float64Array.from(mapsOf(gradients, n), (one) => sign * one);
      const w = weights({ maps, gradients: derivative, channels, size });
      addWeighted(heat.values.subarray((part.from + n) * size), maps, w, size);
    }
  }
  return normalizedByMaximum(heat);
}

/** Adds `sum_k w_k A_k` to the first `size` elements of `out`. */
export function addWeighted(out: Float64Array, maps: HostArray, weights: ArrayLike<number>, size: number): void {
  for (let k = 0; k < weights.length; k++) for (let i = 0; i < size; i++) out[i]! += weights[k]! * maps[k * size + i]!;
}

/** Maps of the layer's size for all images of the parts, 0 everywhere. */
export function emptyMaps({ shape }: SymbolicTensor, parts: readonly { readonly count: number }[]): HeatMaps {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const [, height, width] = shape;
  return { shape: [count, height!, width!], values: new Float64Array(count * height! * width!) };
}

/** How a layer's values [N,K,h,w] lie. */
export function layoutOf({ shape }: SymbolicTensor) {
  const [channels, height, width] = shape as [number, number, number];
  const size = height * width;
  const mapsOf = (values: HostArray, n: number): HostArray =>
    values.subarray(n * channels * size, (n + 1) * channels * size);
  return { channels, size, mapsOf };
}
