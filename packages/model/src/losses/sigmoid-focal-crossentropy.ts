import { BinaryFocalCrossentropy } from "./binary-focal-crossentropy.ts";

export interface SigmoidFocalCrossEntropyOptions {
  /** Weight of the positives, in [0, 1]; negatives weigh 1 - alpha. Default 0.25. */
  readonly alpha?: number;
  /** At least 0. Default 2. */
  readonly gamma?: number;
  /** Whether the network's outputs are logits already. Default false. */
  readonly fromLogits?: boolean;
}

/**
 * Focal loss that always balances the classes: `alpha_t (1 - p_t)^gamma` times binary cross-entropy, summed over the last
 * axis, which is one unit, and over the batch.
 *
 * Throws a ShapeError for options out of their ranges. Source: Lin et al. 2017, TensorFlow Addons
 * `losses.SigmoidFocalCrossEntropy`.
 *
 * @example
 * new SigmoidFocalCrossEntropy({ alpha: 0.25, gamma: 2 })
 */
export class SigmoidFocalCrossEntropy extends BinaryFocalCrossentropy {
  override readonly className = "SigmoidFocalCrossEntropy";

  constructor(options: SigmoidFocalCrossEntropyOptions = {}) {
    super({ ...options, applyClassBalancing: true });
  }
}
