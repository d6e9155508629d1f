import { formatShape, UsageError } from "@tomograd/kernels";
import type { Layer } from "../layers/layer.ts";
import type { FeatureMaps } from "./feature-maps.ts";

/**
 * The kernels of a convolution as images: HWIO [R,S,C,K] to [K,C,R,S], unscaled. Those of a first layer on colour images are
 * colour images themselves; of a depthwise convolution K counts the filters of each channel.
 *
 * Throws a UsageError for a layer without such a kernel, a TapeError before the model is on a device.
 *
 * @example
 * const { shape, values } = await filters(model.getLayer("conv2d"));
 */
export async function filters(layer: Layer): Promise<FeatureMaps> {
  const kernel = layer.weights.find(({ shape }) => shape.length === 4);
  if (!kernel)
    throw new UsageError({
      subject: layer.name,
      rule: "must be a convolution for its filters to be shown",
      received: `class=${layer.className} weights=${layer.weights.map(({ shape }) => formatShape(shape)).join(" ") || "none"}`,
    });
  const [rows, columns, channels, count] = kernel.shape as [number, number, number, number];
  const stored = await kernel.tensor.read();
  const values = new Float64Array(stored.length);
  let i = 0;
  for (let k = 0; k < count; k++)
    for (let c = 0; c < channels; c++)
      for (let at = 0; at < rows * columns; at++) values[i++] = stored[(at * channels + c) * count + k]!;
  return { shape: [count, channels, rows, columns], values };
}
