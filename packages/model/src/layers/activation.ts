import type { Tensor } from "@tomograd/autograd";
import type { Shape } from "@tomograd/kernels";
import { activate, requireActivation, requireAxis, type ActivationName } from "./activations.ts";
import { Layer, type LayerOptions } from "./layer.ts";

/**
 * `y = activation(x)` for an input of any shape, for softmax [K]. Source: Keras `layers.Activation`.
 *
 * @example
 * new Activation("relu").apply(x)
 */
export class Activation extends Layer {
  readonly className = "Activation";
  readonly baseName = "activation";
  readonly #activation: ActivationName;

  /** Throws a UsageError for a name that is no activation. */
  constructor(activation: ActivationName, options: LayerOptions = {}) {
    super(options);
    requireActivation("Activation", activation);
    this.#activation = activation;
  }

  override get activation(): ActivationName {
    return this.#activation;
  }

  protected construct(input: Shape): Shape {
    requireAxis("Activation", this.#activation, input);
    return input;
  }

  call(x: Tensor): Tensor {
    return activate(this.#activation, x);
  }

  override beforeActivation(x: Tensor): Tensor {
    return x;
  }

  config(): Readonly<Record<string, unknown>> {
    return { activation: this.#activation };
  }
}
