import type { Tensor } from "@tomograd/autograd";
import { UsageError, type Shape } from "@tomograd/kernels";
import type { Tally } from "../metrics/tally.ts";

/** A loss of a batch: the sum over its samples, and what the metrics look at. */
export interface LossResult {
  readonly loss: Tensor;
  readonly probabilities: Tensor;
}

/** What a loss is given of an output. */
export interface OutputFacts {
  readonly name: string;
  /** Of one sample. */
  readonly shape: Shape;
  /** The function that the output ends with. */
  readonly activation: string;
}

/** A loss of one output: the sum over the batch; the trainer divides by its size. */
export abstract class Loss {
  abstract readonly className: string;
  /** How predictions are counted for the metrics. */
  abstract readonly tally: Tally;

  /**
   * Whether the loss wants the output before its activation. Throws a UsageError for an output that it cannot judge.
   */
  abstract wantsLogits(output: OutputFacts): boolean;

  /** The loss of a batch, from logits or from the outputs themselves. */
  abstract of(values: Tensor, isLogits: boolean, labels: Tensor, sampleWeight?: Tensor): LossResult;

  protected refuse(rule: string, { name, shape, activation }: OutputFacts): never {
    throw new UsageError({
      subject: this.className,
      rule,
      received: `output=${name} shape=[${shape.join(",")}] activation=${activation}`,
    });
  }
}
