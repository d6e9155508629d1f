import type { Tensor } from "@tomograd/autograd";
import { formatShape, ShapeError, type Padding, type Pair, type Shape } from "@tomograd/kernels";
import { activate, requireActivation, type ActivationName } from "./activations.ts";
import { kernelSizeOf } from "./kernel-size.ts";
import { Layer, type LayerOptions } from "./layer.ts";

/** What all convolutions of images take. */
export interface ConvolutionOptions extends LayerOptions {
  readonly kernelSize: number | Pair;
  readonly strides?: number | Pair;
  readonly padding?: Padding;
  readonly dilationRate?: number | Pair;
  readonly activation?: ActivationName;
  readonly useBias?: boolean;
}

/** A convolution of images [C,H,W] that ends with an activation. */
export abstract class Convolution extends Layer {
  protected readonly kernelSize: Pair;
  readonly #activation: ActivationName;

  constructor(className: string, options: ConvolutionOptions) {
    super(options);
    const { activation = "linear", kernelSize } = options;
    requireActivation(className, activation);
    this.#activation = activation;
    this.kernelSize = kernelSizeOf(className, kernelSize);
  }

  /** The convolution with its bias; a relu is part of its own kernels. */
  protected abstract convolve(x: Tensor, activation: "linear" | "relu"): Tensor;

  /** The channels of an input. Throws a ShapeError for one that is no image. */
  protected channelsOf(input: Shape): number {
    const [channels] = input;
    if (input.length === 3 && channels !== undefined) return channels;
    throw new ShapeError({ subject: this.name, rule: "takes images [C,H,W]", received: `input=${formatShape(input)}` });
  }

  override get activation(): ActivationName {
    return this.#activation;
  }

  call(x: Tensor): Tensor {
    const { activation } = this;
    return activation === "relu" ? this.convolve(x, activation) : activate(activation, this.convolve(x, "linear"));
  }

  override beforeActivation(x: Tensor): Tensor {
    return this.convolve(x, "linear");
  }
}
