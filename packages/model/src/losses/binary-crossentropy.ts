import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams, sizeOf, UsageError } from "@tomograd/kernels";
import type { LossResult, OutputFacts } from "./loss.ts";
import { SigmoidLoss } from "./sigmoid-loss.ts";

export interface BinaryCrossentropyOptions {
  /** Labels y become `y (1 - a) + a / 2`. Default 0. */
  readonly labelSmoothing?: number;
  /** Whether the network's outputs are logits already. Default false. */
  readonly fromLogits?: boolean;
  /**
   * Take the outputs for probabilities whatever they come from, clipped to [1e-7, 1 - 1e-7], where the gradient is 0. For
   * networks that end in something else than a sigmoid, such as an average of several. Default false.
   */
  readonly fromProbabilities?: boolean;
}

/**
 * `-(y log p + (1 - y) log(1 - p))`, summed over the batch; the trainer divides by its size.
 *
 * Computed from logits in the stable form, as Keras does in TensorFlow graphs when the network ends in a sigmoid. Throws a
 * UsageError for both logits and probabilities, a ShapeError for a smoothing outside [0, 1].
 *
 * @example
 * new BinaryCrossentropy({ labelSmoothing: 0.1 })
 */
export class BinaryCrossentropy extends SigmoidLoss {
  readonly className = "BinaryCrossentropy";
  readonly labelSmoothing: number;
  readonly fromProbabilities: boolean;

  constructor({ labelSmoothing = 0, fromLogits = false, fromProbabilities = false }: BinaryCrossentropyOptions = {}) {
    super(fromLogits);
    this.labelSmoothing = resolveParams("sigmoidBce", ops.sigmoidBce.params, { labelSmoothing }).labelSmoothing;
    this.fromProbabilities = fromProbabilities;
    if (fromLogits && fromProbabilities)
      throw new UsageError({
        subject: this.className,
        rule: "takes logits or probabilities",
        received: "fromLogits=true fromProbabilities=true",
      });
  }

  override wantsLogits(output: OutputFacts): boolean {
    if (!this.fromProbabilities) return super.wantsLogits(output);
    if (sizeOf(output.shape) !== 1) this.refuse("binary cross-entropy needs an output of one unit", output);
    return false;
  }

  of(values: Tensor, _isLogits: boolean, labels: Tensor, sampleWeight?: Tensor): LossResult {
    const params = { labelSmoothing: this.labelSmoothing };
    if (!this.fromProbabilities) return apply(ops.sigmoidBce, { logits: values, labels, sampleWeight }, params);
    const { loss } = apply(ops.binaryCrossentropy, { probabilities: values, labels, sampleWeight }, params);
    return { loss, probabilities: values };
  }
}
