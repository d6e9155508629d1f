import type { Tensor } from "@tomograd/autograd";
import { Conv2D } from "./layers/conv2d.ts";
import { Dense } from "./layers/dense.ts";
import type { CallContext, Layer } from "./layers/layer.ts";
import { MaxPooling2D } from "./layers/max-pooling2d.ts";

export interface PassOptions {
  /** Leaves out the last layer's sigmoid. */
  readonly logits?: boolean;
}

type Pass = (x: Tensor, context: CallContext) => Tensor;

/**
 * How the layers of a stack are run one after the other.
 *
 * A relu in front of a max pool moves behind it, where a quarter of the values are left, and the pool's gradient applies
 * its mask: the convolution's output is then neither masked nor kept for the gradient.
 */
export function passes(layers: readonly Layer[], { logits = false }: PassOptions = {}): Pass[] {
  return layers.map((layer, index): Pass => {
    if (layer instanceof Conv2D && movesRelu(layer, layers[index + 1])) return (x) => layer.linear(x);
    if (layer instanceof MaxPooling2D && movesRelu(layers[index - 1], layer)) return (x) => layer.callOnRelu(x);
    if (logits && layer instanceof Dense && index === layers.length - 1) return (x) => layer.logits(x);
    return (x, context) => layer.call(x, context);
  });
}

const movesRelu = (layer: Layer | undefined, next: Layer | undefined): boolean =>
  layer instanceof Conv2D && layer.activation === "relu" && next instanceof MaxPooling2D;
