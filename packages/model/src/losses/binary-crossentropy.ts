import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams } from "@tomograd/kernels";

/** A loss from logits: the sum over the batch, and the probabilities for the metrics. */
export interface LossResult {
  readonly loss: Tensor;
  readonly probabilities: Tensor;
}

/**
 * `-(y log p + (1 - y) log(1 - p))`, summed over the batch; the trainer divides by its size.
 *
 * Computed from logits in the stable form, as Keras does in TensorFlow graphs when the network ends in a sigmoid.
 */
export class BinaryCrossentropy {
  readonly className = "BinaryCrossentropy";
  readonly labelSmoothing: number;

  constructor({ labelSmoothing = 0 }: { readonly labelSmoothing?: number } = {}) {
    this.labelSmoothing = resolveParams("sigmoidBce", ops.sigmoidBce.params, { labelSmoothing }).labelSmoothing;
  }

  fromLogits(logits: Tensor, labels: Tensor, sampleWeight?: Tensor): LossResult {
    return apply(ops.sigmoidBce, { logits, labels, sampleWeight }, { labelSmoothing: this.labelSmoothing });
  }
}
