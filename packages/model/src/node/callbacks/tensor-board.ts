import { UsageError } from "@tomograd/kernels";
import { join } from "node:path";
import { Callback, type CallbackState, type Logs } from "../../callbacks/callback.ts";
import { isCount, isRecord, maybe, remembered } from "../../callbacks/remembered.ts";
import { EventFile, type EventFileState } from "./event-file.ts";

export interface TensorBoardOptions {
  /** Write also the loss of every batch, or of every so manieth batch of the whole run. Default `epoch`: of none. */
  readonly updateFreq?: "epoch" | "batch" | number;
}

interface Values {
  readonly step: number;
  readonly train?: EventFileState;
  readonly validation?: EventFileState;
}

/**
 * Writes scalars that TensorBoard shows: under `train` and `validation` of the folder `epoch_<name>` by epoch (from 0),
 * `epoch_learning_rate`, `evaluation_<name>_vs_iterations` by updates, and with `updateFreq` `batch_loss` by updates.
 *
 * `batch_loss` is the loss of that batch alone; it alone is known exactly for each. A run that goes on cuts off the records
 * that it will write again. Throws a UsageError for another `updateFreq`, a StorageError where nothing can be written.
 * Source: Keras 3 `callbacks.TensorBoard`.
 *
 * @example
 * new TensorBoard("runs/1/logs", { updateFreq: 100 }) // npx tensorboard --logdir runs
 */
export class TensorBoard extends Callback {
  readonly #logDir: string;
  readonly #every: number;
  #train!: EventFile;
  #validation!: EventFile;
  /** Updates of the run. */
  #step = 0;

  constructor(logDir = "logs", { updateFreq = "epoch" }: TensorBoardOptions = {}) {
    super();
    const every = updateFreq === "epoch" ? Infinity : updateFreq === "batch" ? 1 : updateFreq;
    if (every !== Infinity && !(Number.isSafeInteger(every) && every > 0)) {
      throw new UsageError({
        subject: "TensorBoard",
        rule: "updateFreq must be epoch, batch or a positive whole number of batches",
        received: `updateFreq=${updateFreq}`,
      });
    }
    this.#logDir = logDir;
    this.#every = every;
    this.#begin();
  }

  override onTrainBegin(): void {
    this.#begin();
  }

  override async onTrainBatchEnd(_batch: number, _logs: Logs, batchLoss: number): Promise<void> {
    this.#step += 1;
    if (this.#step % this.#every === 0) await this.#train.scalars({ batch_loss: batchLoss }, this.#step);
  }

  override async onTestEnd(logs: Logs): Promise<void> {
    const named = Object.entries(logs).map(([name, value]) => [`evaluation_${name}_vs_iterations`, value]);
    await this.#validation.scalars(Object.fromEntries(named) as Logs, this.#step);
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const learning_rate = logs["learning_rate"] ?? this.control.optimizer.learningRate;
    const all = Object.entries({ ...logs, learning_rate });
    const train = all.filter(([name]) => !name.startsWith("val_")).map(([name, value]) => [`epoch_${name}`, value]);
    const validation = all
      .filter(([name]) => name.startsWith("val_"))
      .map(([name, value]) => [`epoch_${name.slice("val_".length)}`, value]);
    await this.#train.scalars(Object.fromEntries(train) as Logs, epoch);
    await this.#validation.scalars(Object.fromEntries(validation) as Logs, epoch);
  }

  override state(): CallbackState {
    const [train, validation] = [this.#train.state, this.#validation.state];
    return {
      values: { step: this.#step, ...(train && { train }), ...(validation && { validation }) } satisfies Values,
    };
  }

  override async restore({ values }: CallbackState): Promise<void> {
    const { step, train, validation } = remembered<Values>(values, "TensorBoard", {
      step: isCount,
      train: maybe(isEventFile),
      validation: maybe(isEventFile),
    });
    this.#step = step;
    if (train) await this.#train.restore(train);
    if (validation) await this.#validation.restore(validation);
  }

  #begin(): void {
    this.#train = new EventFile(join(this.#logDir, "train"));
    this.#validation = new EventFile(join(this.#logDir, "validation"));
    this.#step = 0;
  }
}

function isEventFile(value: unknown): boolean {
  return isRecord(value) && typeof value["name"] === "string" && isCount(value["bytes"]);
}
