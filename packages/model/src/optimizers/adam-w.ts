import { Adam, type AdamOptions } from "./adam.ts";

export interface AdamWOptions extends AdamOptions {
  /** How much of every weight is taken away, times the learning rate. Default 0.004. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay: before Adam's step `w -= lr weightDecay w`, for all trainable weights, biases too.
 *
 * Throws a ShapeError for options out of their ranges, a UsageError for a rate that is not positive. Source: Loshchilov and
 * Hutter 2019, Keras `optimizers.AdamW`.
 *
 * @example
 * new AdamW({ learningRate: 1e-3, weightDecay: 1e-2 })
 */
export class AdamW extends Adam {
  override readonly className = "AdamW";

  constructor({ weightDecay = 0.004, ...options }: AdamWOptions = {}) {
    super(options, weightDecay);
  }
}
