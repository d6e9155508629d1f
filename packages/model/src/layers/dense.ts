import { apply, type Tensor } from "@tomograd/autograd";
import { formatShape, ops, ShapeError, UsageError, type Shape } from "@tomograd/kernels";
import { glorotUniform, zeros, type Initializer } from "../initializers/initializers.ts";
import { Layer, type Weight } from "./layer.ts";

export interface DenseOptions {
  readonly units: number;
  readonly activation?: "linear" | "relu" | "sigmoid";
  readonly kernelInitializer?: Initializer;
}

const ACTIVATIONS = { linear: undefined, relu: ops.relu, sigmoid: ops.sigmoid } as const;

/** `y = activation(x kernel + bias)`, [D] to [units], kernel (D, units). Source: Keras `layers.Dense`. */
export class Dense extends Layer {
  readonly className = "Dense";
  readonly baseName = "dense";
  readonly options: DenseOptions;
  #kernel!: Weight;
  #bias!: Weight;

  constructor(options: DenseOptions) {
    super();
    const { activation = "linear" } = options;
    if (!Object.hasOwn(ACTIVATIONS, activation)) {
      throw new UsageError({
        subject: "Dense",
        rule: `activation must be one of ${Object.keys(ACTIVATIONS).join(", ")}`,
        received: `activation=${activation}`,
      });
    }
    this.options = options;
  }

  get activation(): "linear" | "relu" | "sigmoid" {
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

  /** The output before the activation: what losses "from logits" and saliency want. */
  logits(x: Tensor): Tensor {
    return apply(ops.dense, { x, kernel: this.#kernel.tensor, bias: this.#bias.tensor }).y;
  }

  call(x: Tensor): Tensor {
    const y = this.logits(x);
    const activation = ACTIVATIONS[this.activation];
    return activation ? apply(activation, { x: y }).y : y;
  }

  config(): Readonly<Record<string, unknown>> {
    const { units, kernelInitializer = glorotUniform } = this.options;
    return { units, activation: this.activation, kernelInitializer: kernelInitializer.className };
  }
}
