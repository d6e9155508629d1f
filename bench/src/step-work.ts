import { sizeOf } from "@tomograd/kernels";
import type { Model } from "@tomograd/model";

/**
 * Multiplications and additions of one training step per image, in FLOP: two for each product of a convolution or dense
 * layer, those with padding included, once forward and once for each gradient. The first layer has no input gradient.
 *
 * @example
 * stepWork(documentedCnn()); // 1.970e9
 */
export function stepWork(model: Model): number {
  const products = model.layers.flatMap((layer) => {
    const kernel = layer.weights.find(({ name }) => name.endsWith("kernel"));
    return kernel ? [sizeOf(kernel.shape) * sizeOf(layer.outputShape.slice(1))] : [];
  });
  return products.reduce((sum, count, index) => sum + 2 * count * (index === 0 ? 2 : 3), 0);
}
