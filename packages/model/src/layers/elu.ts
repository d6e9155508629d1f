import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams, type Shape } from "@tomograd/kernels";
import { Layer, type LayerOptions } from "./layer.ts";

export interface ELUOptions extends LayerOptions {
  /** What large negative inputs go to is `-alpha`. From 0, default 1. */
  readonly alpha?: number;
}

/** `y = x > 0 ? x : alpha (exp(x) - 1)` for an input of any shape. Source: Keras `layers.ELU`. */
export class ELU extends Layer {
  readonly className = "ELU";
  readonly baseName = "elu";
  readonly #params: { readonly alpha: number };

  constructor({ alpha, ...options }: ELUOptions = {}) {
    super(options);
    this.#params = resolveParams("ELU", ops.elu.params, { alpha });
  }

  protected construct(input: Shape): Shape {
    return input;
  }

  call(x: Tensor): Tensor {
    return apply(ops.elu, { x }, this.#params).y;
  }

  config(): Readonly<Record<string, unknown>> {
    return this.#params;
  }
}
