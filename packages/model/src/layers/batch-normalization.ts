import { apply, type Tensor } from "@tomograd/autograd";
import { formatShape, ops, resolveParams, ShapeError, type Shape } from "@tomograd/kernels";
import { ones, zeros } from "../initializers/initializers.ts";
import { Layer, type CallContext, type LayerOptions } from "./layer.ts";
import type { Weight } from "./weight.ts";

export interface BatchNormalizationOptions extends LayerOptions {
  /** Counted with the batch as axis 0; -1 is the last. Images here are NCHW, so channels are axis 1. */
  readonly axis?: number;
  readonly momentum?: number;
  readonly epsilon?: number;
  /** Whether the moving variance takes the biased variance (Keras 3) or Bessel's (tf-keras' fused path). */
  readonly varianceCorrection?: "biased" | "bessel";
}

/**
 * `y = gamma (x - mean) / sqrt(variance + epsilon) + beta`, statistics over all other axes.
 *
 * The default axis is Keras': the last, which for NCHW images is the width, not the channels. Momentum is Keras' too:
 * `moving = moving * momentum + batch * (1 - momentum)`. Frozen (`trainable` false) it uses its moving statistics in
 * training too. Source: Keras `layers.BatchNormalization`.
 */
export class BatchNormalization extends Layer {
  readonly className = "BatchNormalization";
  readonly baseName = "batch_normalization";
  readonly options: Required<Omit<BatchNormalizationOptions, keyof LayerOptions>>;
  #gamma!: Weight;
  #beta!: Weight;
  #movingMean!: Weight;
  #movingVariance!: Weight;

  constructor(options: BatchNormalizationOptions = {}) {
    const { name, trainable, ...given } = options;
    super({ name, trainable });
    const { training: _, ...resolved } = resolveParams("batchNorm", ops.batchNorm.params, given);
    this.options = resolved;
  }

  protected construct(input: Shape): Shape {
    const rank = input.length + 1;
    const { axis } = this.options;
    const size = input[(axis < 0 ? axis + rank : axis) - 1];
    if (size === undefined) {
      throw new ShapeError({
        subject: this.name,
        rule: `axis must name one of the ${rank} axes but the batch`,
        received: `axis=${axis} input=${formatShape(input)}`,
      });
    }
    this.#gamma = this.addWeight("gamma", [size], ones);
    this.#beta = this.addWeight("beta", [size], zeros);
    this.#movingMean = this.addWeight("moving_mean", [size], zeros, false);
    this.#movingVariance = this.addWeight("moving_variance", [size], ones, false);
    return input;
  }

  call(x: Tensor, context: CallContext): Tensor {
    const training = context.training && this.trainable;
    const gamma = this.#gamma.tensor;
    const beta = this.#beta.tensor;
    const movingMean = this.#movingMean.tensor;
    const movingVariance = this.#movingVariance.tensor;
    const into = training ? { newMovingMean: movingMean, newMovingVariance: movingVariance } : {};
    return apply(ops.batchNorm, { x, gamma, beta, movingMean, movingVariance }, { ...this.options, training }, { into })
      .y;
  }

  config(): Readonly<Record<string, unknown>> {
    return this.options;
  }
}
