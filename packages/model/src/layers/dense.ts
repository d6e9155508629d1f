import { apply, type Tensor } from "@tomograd/autograd";
import { formatShape, ops, ShapeError, type Shape } from "@tomograd/kernels";
import { glorotUniform, zeros, type Initializer } from "../initializers/initializers.ts";
import { activate, requireActivation, type ActivationName } from "./activations.ts";
import { Layer, type LayerOptions } from "./layer.ts";
import type { L2 } from "./regularizers.ts";
import type { Weight } from "./weight.ts";

export interface DenseOptions extends LayerOptions {
  readonly units: number;
  readonly activation?: ActivationName;
  readonly useBias?: boolean;
  readonly kernelInitializer?: Initializer;
  readonly kernelRegularizer?: L2 | undefined;
}

/** `y = activation(x kernel + bias)`, [D] to [units], kernel (D, units). Source: Keras `layers.Dense`. */
export class Dense extends Layer {
  readonly className = "Dense";
  readonly baseName = "dense";
  readonly options: DenseOptions;
  #kernel!: Weight;
  #bias: Weight | undefined;

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
    const { units, useBias = true, kernelInitializer = glorotUniform } = this.options;
    this.#kernel = this.addWeight("kernel", [size, units], kernelInitializer);
    if (useBias) this.#bias = this.addWeight("bias", [units], zeros);
    return [units];
  }

  override beforeActivation(x: Tensor): Tensor {
    return apply(ops.dense, { x, kernel: this.#kernel.tensor, bias: this.#bias?.tensor }).y;
  }

  call(x: Tensor): Tensor {
    return activate(this.activation, this.beforeActivation(x));
  }

  override penalty(): Tensor | undefined {
    const { kernelRegularizer } = this.options;
    return kernelRegularizer && apply(ops.l2, { w: this.#kernel.tensor }, { factor: kernelRegularizer.factor }).loss;
  }

  config(): Readonly<Record<string, unknown>> {
    const { units, useBias = true, kernelInitializer = glorotUniform, kernelRegularizer } = this.options;
    return {
      units,
      activation: this.activation,
      useBias,
      kernelInitializer: kernelInitializer.className,
      kernelRegularizer: kernelRegularizer ?? null,
    };
  }
}
