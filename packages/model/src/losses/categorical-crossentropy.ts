import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams } from "@tomograd/kernels";
import { confusionTally } from "../metrics/tally.ts";
import { Loss, type LossResult, type OutputFacts } from "./loss.ts";

export interface CategoricalCrossentropyOptions {
  /** Whether the network's outputs are logits already. Default false. */
  readonly fromLogits?: boolean;
  /** One-hot labels y of K classes become `y (1 - a) + a / K`. Default 0. */
  readonly labelSmoothing?: number;
}

/**
 * `-sum_k y_k log p_k` of one-hot or soft labels [K], summed over the batch. Computed from logits: of a network that ends in
 * a softmax those before it, so that nothing is clipped.
 *
 * Throws a ShapeError for a smoothing outside [0, 1]. Source: Keras `losses.CategoricalCrossentropy`.
 *
 * @example
 * new CategoricalCrossentropy({ labelSmoothing: 0.1 })
 */
export class CategoricalCrossentropy extends Loss {
  readonly className = "CategoricalCrossentropy";
  readonly tally = confusionTally;
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  constructor({ fromLogits = false, labelSmoothing = 0 }: CategoricalCrossentropyOptions = {}) {
    super();
    this.fromLogits = fromLogits;
    const { params } = ops.softmaxCrossentropy;
    this.labelSmoothing = resolveParams("softmaxCrossentropy", params, { labelSmoothing }).labelSmoothing;
  }

  wantsLogits(output: OutputFacts): boolean {
    const [units = 0] = output.shape;
    const wanted = this.fromLogits ? "linear" : "softmax";
    if (output.shape.length !== 1 || units < 2 || output.activation !== wanted)
      this.refuse(
        this.fromLogits
          ? "from logits it needs an output of at least two units without activation"
          : "categorical cross-entropy needs a last layer of at least two units with a softmax",
        output,
      );
    return !this.fromLogits;
  }

  of(logits: Tensor, _isLogits: boolean, labels: Tensor, sampleWeight?: Tensor): LossResult {
    const { labelSmoothing } = this;
    return apply(ops.softmaxCrossentropy, { logits, labels, sampleWeight }, { labelSmoothing });
  }
}
