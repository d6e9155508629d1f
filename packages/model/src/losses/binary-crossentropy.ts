import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams, sizeOf } from "@tomograd/kernels";
import { binaryTally } from "../metrics/tally.ts";
import { Loss, type LossResult, type OutputFacts } from "./loss.ts";

export interface BinaryCrossentropyOptions {
  /** Labels y become `y (1 - a) + a / 2`. Default 0. */
  readonly labelSmoothing?: number;
  /** Whether the network's outputs are logits already. Default false. */
  readonly fromLogits?: boolean;
}

/**
 * `-(y log p + (1 - y) log(1 - p))`, summed over the batch; the trainer divides by its size.
 *
 * Computed from logits in the stable form, as Keras does in TensorFlow graphs when the network ends in a sigmoid.
 *
 * @example
 * new BinaryCrossentropy({ labelSmoothing: 0.1 })
 */
export class BinaryCrossentropy extends Loss {
  readonly className = "BinaryCrossentropy";
  readonly tally = binaryTally;
  readonly labelSmoothing: number;
  readonly fromLogits: boolean;

  constructor({ labelSmoothing = 0, fromLogits = false }: BinaryCrossentropyOptions = {}) {
    super();
    this.labelSmoothing = resolveParams("sigmoidBce", ops.sigmoidBce.params, { labelSmoothing }).labelSmoothing;
    this.fromLogits = fromLogits;
  }

  wantsLogits(output: OutputFacts): boolean {
    const isSigmoid = output.activation === "sigmoid";
    if (sizeOf(output.shape) !== 1 || (this.fromLogits ? output.activation !== "linear" : !isSigmoid))
      this.refuse(
        this.fromLogits
          ? "from logits it needs an output of one unit without activation"
          : "binary cross-entropy needs a last layer of one unit with a sigmoid",
        output,
      );
    return isSigmoid;
  }

  of(logits: Tensor, _isLogits: boolean, labels: Tensor, sampleWeight?: Tensor): LossResult {
    return apply(ops.sigmoidBce, { logits, labels, sampleWeight }, { labelSmoothing: this.labelSmoothing });
  }
}
