import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams, type Shape } from "@tomograd/kernels";
import { glorotUniform, zeros, type Initializer } from "../initializers/initializers.ts";
import { requireAxis } from "./activations.ts";
import { Convolution, type ConvolutionOptions } from "./convolution.ts";
import type { L2 } from "./regularizers.ts";
import type { Weight } from "./weight.ts";

export interface DepthwiseConv2DOptions extends ConvolutionOptions {
  /** Filters for each channel of the input. Default 1. */
  readonly depthMultiplier?: number;
  readonly depthwiseInitializer?: Initializer;
  readonly depthwiseRegularizer?: L2 | undefined;
}

/**
 * 2-D convolution of each channel by itself: `y = activation(x * kernel + bias)`, [C,H,W] to [C*M,H',W'] with M filters for
 * each channel, kernel [R,S,C,M].
 *
 * Defaults are Keras': one filter for each channel, stride 1, padding "valid", Glorot-uniform kernel, zero bias.
 * Source: Keras `layers.DepthwiseConv2D`.
 *
 * @example
 * new DepthwiseConv2D({ kernelSize: 3, padding: "same", depthMultiplier: 2 })
 */
export class DepthwiseConv2D extends Convolution {
  readonly className = "DepthwiseConv2D";
  readonly baseName = "depthwise_conv2d";
  readonly options: DepthwiseConv2DOptions;
  #kernel!: Weight;
  #bias: Weight | undefined;

  constructor(options: DepthwiseConv2DOptions) {
    super("DepthwiseConv2D", options);
    this.options = options;
  }

  protected construct(input: Shape): Shape {
    const channels = this.channelsOf(input);
    const { depthMultiplier = 1, useBias = true, depthwiseInitializer = glorotUniform } = this.options;
    const kernelShape = [...this.kernelSize, channels, depthMultiplier];
    this.#kernel = this.addWeight("depthwise_kernel", kernelShape, depthwiseInitializer);
    const bias = [channels * depthMultiplier];
    if (useBias) this.#bias = this.addWeight("bias", bias, zeros);
    const shapes = { x: [1, ...input], filter: kernelShape, bias };
    const output = ops.depthwiseConv2d.shape(shapes, this.#params("linear")).y.slice(1);
    requireAxis(this.name, this.activation, output);
    return output;
  }

  override penalty(): Tensor | undefined {
    const { depthwiseRegularizer: l2 } = this.options;
    return l2 && apply(ops.l2, { w: this.#kernel.tensor }, { factor: l2.factor }).loss;
  }

  config(): Readonly<Record<string, unknown>> {
    const { depthMultiplier = 1, useBias = true, depthwiseInitializer = glorotUniform } = this.options;
    const { strides, padding, dilations } = this.#params("linear");
    return {
      kernelSize: this.kernelSize,
      strides,
      padding,
      depthMultiplier,
      dilationRate: dilations,
      activation: this.activation,
      useBias,
      depthwiseInitializer: depthwiseInitializer.className,
      depthwiseRegularizer: this.options.depthwiseRegularizer ?? null,
    };
  }

  protected convolve(x: Tensor, activation: "linear" | "relu"): Tensor {
    const inputs = { x, filter: this.#kernel.tensor, bias: this.#bias?.tensor };
    return apply(ops.depthwiseConv2d, inputs, this.#params(activation)).y;
  }

  #params(activation: "linear" | "relu") {
    const { strides = 1, padding = "valid", dilationRate = 1 } = this.options;
    const given = { strides, padding, dilations: dilationRate, activation };
    return resolveParams("depthwiseConv2d", ops.depthwiseConv2d.params, given);
  }
}
