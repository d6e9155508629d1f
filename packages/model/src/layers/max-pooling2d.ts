import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams, type Padding, type Pair, type Shape } from "@tomograd/kernels";
import { Layer, type LayerOptions } from "./layer.ts";

export interface MaxPooling2DOptions extends LayerOptions {
  readonly poolSize?: number | Pair;
  /** Default: the pool size. */
  readonly strides?: number | Pair | undefined;
  readonly padding?: Padding;
}

/** The largest value of each window, [C,H,W] to [C,H',W']. Source: Keras `layers.MaxPooling2D`. */
export class MaxPooling2D extends Layer {
  readonly className = "MaxPooling2D";
  readonly baseName = "max_pooling2d";
  readonly options: MaxPooling2DOptions;

  constructor(options: MaxPooling2DOptions = {}) {
    super(options);
    this.options = options;
  }

  protected construct(input: Shape): Shape {
    return ops.maxPool2d.shape({ x: [1, ...input] }, this.#params()).y.slice(1);
  }

  call(x: Tensor): Tensor {
    return apply(ops.maxPool2d, { x }, this.#params()).y;
  }

  /** What `call(relu(x))` gives, to the bit and gradients included, without a relu of its own. */
  callOnRelu(x: Tensor): Tensor {
    return apply(ops.maxPool2d, { x }, { ...this.#params(), activation: "relu" }).y;
  }

  config(): Readonly<Record<string, unknown>> {
    const { poolSize, strides, padding } = this.#params();
    return { poolSize, strides, padding };
  }

  #params() {
    const { poolSize = 2, padding = "valid" } = this.options;
    const strides = this.options.strides ?? poolSize;
    return resolveParams("maxPool2d", ops.maxPool2d.params, { poolSize, strides, padding });
  }
}
