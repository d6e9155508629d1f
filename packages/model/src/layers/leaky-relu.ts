import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams, type Shape } from "@tomograd/kernels";
import { Layer, type LayerOptions } from "./layer.ts";

export interface LeakyReLUOptions extends LayerOptions {
  /** From 0. Default 0.3, as in Keras' layer; the activation `leaky_relu` has 0.2. */
  readonly negativeSlope?: number;
}

/** `y = x > 0 ? x : negativeSlope x` for an input of any shape. Source: Keras `layers.LeakyReLU`. */
export class LeakyReLU extends Layer {
  readonly className = "LeakyReLU";
  readonly baseName = "leaky_re_lu";
  readonly #params: { readonly negativeSlope: number };

  constructor({ negativeSlope = 0.3, ...options }: LeakyReLUOptions = {}) {
    super(options);
    this.#params = resolveParams("LeakyReLU", ops.leakyRelu.params, { negativeSlope });
  }

  protected construct(input: Shape): Shape {
    return input;
  }

  call(x: Tensor): Tensor {
    return apply(ops.leakyRelu, { x }, this.#params).y;
  }

  config(): Readonly<Record<string, unknown>> {
    return this.#params;
  }
}
