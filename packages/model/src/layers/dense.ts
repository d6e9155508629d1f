import { apply, type Tensor } from "@tomograd/autograd";
import { formatShape, ops, ShapeError, type Shape } from "@tomograd/kernels";
import { glorotUniform, zeros, type Initializer } from "../initializers/initializers.ts";
import { activate, requireActivation, type ActivationName } from "./activations.ts";
import { Layer, type LayerOptions } from "./layer.ts";
import type { Weight } from "./weight.ts";

export interface DenseOptions extends LayerOptions {
  readonly units: number;
  readonly activation?: ActivationName;
  readonly kernelInitializer?: Initializer;
}

/** `y = activation(x kernel + bias)`, [D] to [units], kernel (D, units). Source: Keras `layers.Dense`. */
export class Dense extends Layer {
  readonly className = "Dense";
  readonly baseName = "dense";
  readonly options: DenseOptions;
  #kernel!: Weight;
  #bias!: Weight;

  constructor(options: DenseOptions) {
    super(options);
    requireActivation("Dense", options.activation ?? "linear");
    this.options = options;
  }

  override get activation(): ActivationName {
    return this.options.activation ?? "linear";
  }

  protected construct(input: Shape): Shape {
    const [size] = input;
    if (input.length !== 1 || size === undefined) {
      throw new ShapeError({
        subject: this.name,
        rule: "takes vectors [D]",
        received: `input=${formatShape(input)}`,
        advice: "Put a Flatten before it",
      });
    }
    const { units, kernelInitializer = glorotUniform } = this.options;
    this.#kernel = this.addWeight("kernel", [size, units], kernelInitializer);
    this.#bias = this.addWeight("bias", [units], zeros);
    return [units];
  }

  override beforeActivation(x: Tensor): Tensor {
    return apply(ops.dense, { x, kernel: this.#kernel.tensor, bias: this.#bias.tensor }).y;
  }

  call(x: Tensor): Tensor {
    return activate(this.activation, this.beforeActivation(x));
  }

  config(): Readonly<Record<string, unknown>> {
    const { units, kernelInitializer = glorotUniform } = this.options;
    return { units, activation: this.activation, kernelInitializer: kernelInitializer.className };
  }
}
