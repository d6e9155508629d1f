import { UsageError } from "@tomograd/kernels";
import { Callback, type CallbackState, type Logs } from "./callback.ts";
import { isCount, maybe, remembered } from "./remembered.ts";

/** The learning rate of an epoch (from 0), given the rate so far. */
export type EpochSchedule = (epoch: number, learningRate: number) => number;

/**
 * Sets the learning rate at the beginning of every epoch, and adds it to the logs as `learning_rate`.
 *
 * Throws a UsageError for a rate that is not positive, and for an optimizer whose rate follows a schedule already. Source:
 * Keras 3 `callbacks.LearningRateScheduler`.
 *
 * @example
 * new LearningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * Math.exp(-0.1)))
 */
export class LearningRateScheduler extends Callback {
  readonly #schedule: EpochSchedule;
  readonly #log: (message: string) => void;
  /** The epoch that has its rate. */
  #epoch: number | undefined;

  constructor(schedule: EpochSchedule, { log = () => undefined }: { readonly log?: (message: string) => void } = {}) {
    super();
    this.#schedule = schedule;
    this.#log = log;
  }

  override onTrainBegin(): void {
    this.#epoch = undefined;
  }

  override onEpochBegin(epoch: number): void {
    // A run that goes on within an epoch has its rate already, and the schedule may build on it.
    if (this.#epoch === epoch) return;
    const { optimizer } = this.control;
    const learningRate = this.#schedule(epoch, optimizer.learningRate);
    if (typeof learningRate !== "number")
      throw new UsageError({
        subject: "LearningRateScheduler",
        rule: "the schedule must return a number",
        received: `type=${typeof learningRate} epoch=${epoch}`,
      });
    optimizer.learningRate = learningRate;
    this.#epoch = epoch;
    this.#log(`Epoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${learningRate}.`);
  }

  override onEpochEnd(): Logs {
    return { learning_rate: this.control.optimizer.learningRate };
  }

  override state(): CallbackState {
    return { values: { epoch: this.#epoch } };
  }

  override restore({ values }: CallbackState): void {
    const fields = { epoch: maybe(isCount) };
    this.#epoch = remembered<{ readonly epoch?: number }>(values, "LearningRateScheduler", fields).epoch;
  }
}
