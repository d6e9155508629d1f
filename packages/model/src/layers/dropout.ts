import { apply, type Tensor } from "@tomograd/autograd";
import { ops, UsageError, type Shape } from "@tomograd/kernels";
import { Layer, type CallContext, type LayerOptions } from "./layer.ts";

/**
 * Sets a share `rate` of the inputs to zero in training and scales the rest by 1 / (1 - rate); the identity otherwise.
 *
 * The mask is a function of (seed, layer, step, index), so a step can be repeated. Source: Keras `layers.Dropout`.
 */
export class Dropout extends Layer {
  readonly className = "Dropout";
  readonly baseName = "dropout";
  readonly rate: number;

  constructor(rate: number, options: LayerOptions = {}) {
    super(options);
    if (!(Number.isFinite(rate) && rate >= 0 && rate <= 1))
      throw new UsageError({ subject: "Dropout", rule: "rate must lie in [0, 1]", received: `rate=${rate}` });
    this.rate = rate;
  }

  protected construct(input: Shape): Shape {
    return input;
  }

  call(x: Tensor, { training, seed, stream, step }: CallContext): Tensor {
    if (!training || this.rate === 0) return x;
    return apply(ops.dropout, { x }, { rate: this.rate, seed, stream, step }).y;
  }

  config(): Readonly<Record<string, unknown>> {
    return { rate: this.rate };
  }
}
