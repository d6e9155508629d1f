import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams } from "@tomograd/kernels";
import type { LossResult } from "./loss.ts";
import { SigmoidLoss } from "./sigmoid-loss.ts";

export interface BinaryFocalCrossentropyOptions {
  /** Whether positives weigh alpha and negatives 1 - alpha. Default false. */
  readonly applyClassBalancing?: boolean;
  /** In [0, 1]. Default 0.25. */
  readonly alpha?: number;
  /** At least 0, where 0 is cross-entropy. Default 2. */
  readonly gamma?: number;
  /** Whether the network's outputs are logits already. Default false. */
  readonly fromLogits?: boolean;
  /** Labels y become `y (1 - a) + a / 2`. Default 0. */
  readonly labelSmoothing?: number;
}

/**
 * `(1 - p_t)^gamma` times binary cross-entropy, `p_t = y p + (1 - y) (1 - p)`, so that what is right already counts little;
 * summed over the batch. Computed from logits, so that nothing is clipped.
 *
 * Throws a ShapeError for options out of their ranges. Source: Lin et al. 2017, Keras `losses.BinaryFocalCrossentropy`.
 *
 * @example
 * new BinaryFocalCrossentropy({ applyClassBalancing: true, alpha: 0.75 })
 */
export class BinaryFocalCrossentropy extends SigmoidLoss {
  readonly className: string = "BinaryFocalCrossentropy";
  readonly options: { readonly gamma: number; readonly alpha: number | undefined; readonly labelSmoothing: number };

  constructor({
    applyClassBalancing = false,
    alpha = 0.25,
    gamma = 2,
    fromLogits = false,
    labelSmoothing = 0,
  }: BinaryFocalCrossentropyOptions = {}) {
    super(fromLogits);
    const resolved = resolveParams("sigmoidFocal", ops.sigmoidFocal.params, { gamma, alpha, labelSmoothing });
    this.options = { ...resolved, alpha: applyClassBalancing ? alpha : undefined };
  }

  of(logits: Tensor, _isLogits: boolean, labels: Tensor, sampleWeight?: Tensor): LossResult {
    return apply(ops.sigmoidFocal, { logits, labels, sampleWeight }, this.options);
  }
}
