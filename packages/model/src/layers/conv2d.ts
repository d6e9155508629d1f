import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams, type Shape } from "@tomograd/kernels";
import { glorotUniform, zeros, type Initializer } from "../initializers/initializers.ts";
import { requireAxis } from "./activations.ts";
import { Convolution, type ConvolutionOptions } from "./convolution.ts";
import type { Weight } from "./weight.ts";
import type { L2 } from "./regularizers.ts";

export interface Conv2DOptions extends ConvolutionOptions {
  readonly filters: number;
  readonly kernelInitializer?: Initializer;
  readonly kernelRegularizer?: L2 | undefined;
}

/**
 * 2-D convolution: `y = activation(x * kernel + bias)`, [C,H,W] to [filters,H',W'], kernel HWIO.
 *
 * Defaults are Keras': stride 1, padding "valid", Glorot-uniform kernel, zero bias. Source: Keras `layers.Conv2D`.
 *
 * @example
 * new Conv2D({ filters: 64, kernelSize: 3, padding: "same", activation: "relu", kernelRegularizer: l2(1e-3) })
 */
export class Conv2D extends Convolution {
  readonly className = "Conv2D";
  readonly baseName = "conv2d";
  readonly options: Conv2DOptions;
  #kernel!: Weight;
  #bias: Weight | undefined;

  constructor(options: Conv2DOptions) {
    super("Conv2D", options);
    this.options = options;
  }

  protected construct(input: Shape): Shape {
    const channels = this.channelsOf(input);
    const { filters, useBias = true, kernelInitializer = glorotUniform } = this.options;
    const kernelShape = [...this.kernelSize, channels, filters];
    this.#kernel = this.addWeight("kernel", kernelShape, kernelInitializer);
    if (useBias) this.#bias = this.addWeight("bias", [filters], zeros);
    const { y } = ops.conv2d.shape({ x: [1, ...input], filter: kernelShape, bias: [filters] }, this.#params());
    requireAxis(this.name, this.activation, y.slice(1));
    return y.slice(1);
  }

  override penalty(): Tensor | undefined {
    const { kernelRegularizer } = this.options;
    return kernelRegularizer && apply(ops.l2, { w: this.#kernel.tensor }, { factor: kernelRegularizer.factor }).loss;
  }

  config(): Readonly<Record<string, unknown>> {
    const { kernelInitializer = glorotUniform, kernelRegularizer, useBias = true } = this.options;
    return {
      filters: this.options.filters,
      kernelSize: this.kernelSize,
      ...this.#params(),
      activation: this.activation,
      useBias,
      kernelInitializer: kernelInitializer.className,
      kernelRegularizer: kernelRegularizer ?? null,
    };
  }

  protected convolve(x: Tensor, activation: "linear" | "relu"): Tensor {
    const params = { ...this.#params(), activation };
    return apply(ops.conv2d, { x, filter: this.#kernel.tensor, bias: this.#bias?.tensor }, params).y;
  }

  #params() {
    const { strides = 1, padding = "valid", dilationRate = 1 } = this.options;
    return resolveParams("conv2d", ops.conv2d.params, { strides, padding, dilations: dilationRate });
  }
}
