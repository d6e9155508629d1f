import { NumericError } from "@tomograd/kernels";
import { Callback, type Logs } from "./callback.ts";

export interface TerminateOnNaNOptions {
  /** Throw a NumericError instead of stopping. Default false. */
  readonly raiseError?: boolean;
  /** Receives `Batch 7: Invalid loss, terminating training`. */
  readonly log?: (message: string) => void;
}

/**
 * Stops training at a batch whose loss is NaN or infinite; for `fit` with `nan: "off"`, which else trains on.
 *
 * Losses come back from the device some batches later: the batch that is named is the one that was bad. Source: Keras 3
 * `callbacks.TerminateOnNaN`.
 *
 * @example
 * await fit(model, source, { ...recipe, epochs: 3, nan: "off", callbacks: [new TerminateOnNaN()] });
 */
export class TerminateOnNaN extends Callback {
  readonly #raiseError: boolean;
  readonly #log: (message: string) => void;
  #isStopping = false;

  constructor({ raiseError = false, log = () => undefined }: TerminateOnNaNOptions = {}) {
    super();
    this.#raiseError = raiseError;
    this.#log = log;
  }

  override onTrainBegin(): void {
    this.#isStopping = false;
  }

  override onTrainBatchEnd(batch: number, _logs: Logs, batchLoss: number): void {
    // Batches that were under way already end as well.
    if (Number.isFinite(batchLoss) || this.#isStopping) return;
    if (this.#raiseError)
      throw new NumericError({
        subject: "TerminateOnNaN",
        rule: "losses must be finite",
        received: `batch=${batch} loss=${batchLoss}`,
        advice: "Lower the learning rate",
      });
    this.#isStopping = true;
    this.control.stopTraining = true;
    this.#log(`Batch ${batch}: Invalid loss, terminating training`);
  }
}
