import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { Pooling2D } from "./pooling2d.ts";

/** The largest value of each window, [C,H,W] to [C,H',W']. Source: Keras `layers.MaxPooling2D`. */
export class MaxPooling2D extends Pooling2D {
  readonly className = "MaxPooling2D";
  readonly baseName = "max_pooling2d";

  protected construct(input: Shape): Shape {
    return ops.maxPool2d.shape({ x: [1, ...input] }, this.#params("linear")).y.slice(1);
  }

  call(x: Tensor): Tensor {
    return apply(ops.maxPool2d, { x }, this.#params("linear")).y;
  }

  /** What `call(relu(x))` gives, to the bit and gradients included, without a relu of its own. */
  callOnRelu(x: Tensor): Tensor {
    return apply(ops.maxPool2d, { x }, this.#params("relu")).y;
  }

  #params(activation: "linear" | "relu") {
    return { ...this.windows(), activation };
  }
}
