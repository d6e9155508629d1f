import { InputError, UsageError, type HostArray } from "@tomograd/kernels";
import { compareWeights, mismatches } from "../load-weights.ts";
import { Callback, type CallbackState, type Logs } from "./callback.ts";
import { isCount, isNumber, maybe, remembered } from "./remembered.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement after which training stops. Default 0. */
  readonly patience?: number;
  /** Only values better than this one start the wait anew. */
  readonly baseline?: number;
  readonly restoreBestWeights?: boolean;
  /** Epochs before this one (from 0) do not count. Default 0. */
  readonly startFromEpoch?: number;
  /** Receives `Epoch 12: early stopping` and the like. */
  readonly log?: (message: string) => void;
}

interface EarlyStoppingValues {
  readonly best?: number | undefined;
  readonly bestEpoch: number;
  readonly wait: number;
  readonly stoppedEpoch?: number | undefined;
}

/**
 * Stops training when a value has not improved for `patience` epochs; with `restoreBestWeights` the model ends with
 * those of its best epoch, also when training was not stopped early.
 *
 * NaN never counts as an improvement. Throws a UsageError for a patience that is no whole number of epochs, and for a
 * monitor whose direction its name does not tell. Source: Keras 3 `callbacks.EarlyStopping`.
 *
 * @example
 * new EarlyStopping({ monitor: "val_auc", mode: "max", patience: 10, restoreBestWeights: true })
 */
export class EarlyStopping extends Callback {
  readonly #monitor: Monitor;
  readonly #options: Required<Omit<EarlyStoppingOptions, "baseline" | keyof MonitorOptions>>;
  readonly #baseline: number | undefined;
  #best: number | undefined;
  #bestEpoch = 0;
  #bestWeights: Map<string, HostArray> | undefined;
  #wait = 0;
  #stoppedEpoch: number | undefined;

  constructor({
    baseline,
    patience = 0,
    restoreBestWeights = false,
    startFromEpoch = 0,
    log = () => undefined,
    ...monitored
  }: EarlyStoppingOptions = {}) {
    super();
    this.#monitor = new Monitor("EarlyStopping", monitored);
    this.#baseline = baseline;
    this.#options = { patience, restoreBestWeights, startFromEpoch, log };
    if (!(Number.isInteger(patience) && patience >= 0)) {
      throw new UsageError({
        subject: "EarlyStopping",
        rule: "patience must be a whole number of epochs",
        received: `patience=${patience}`,
      });
    }
  }

  /** The best value so far and its epoch (from 0). */
  get best(): { readonly value: number | undefined; readonly epoch: number } {
    return { value: this.#best, epoch: this.#bestEpoch };
  }

  override onTrainBegin(): void {
    this.#best = undefined;
    this.#bestEpoch = 0;
    this.#bestWeights = undefined;
    this.#wait = 0;
    this.#stoppedEpoch = undefined;
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const { patience, restoreBestWeights, startFromEpoch, log } = this.#options;
    const value = this.#monitor.valueIn(logs, "Early stopping", log);
    if (value === undefined) return;
    if (epoch < startFromEpoch) return;
    this.#wait += 1;
    if (this.#monitor.improves(value, this.#best)) {
      this.#best = value;
      this.#bestEpoch = epoch;
      if (restoreBestWeights) this.#bestWeights = await this.control.model.getWeights();
      // Only beating the baseline as well starts the wait anew; but what still improves is not stopped.
      if (this.#baseline === undefined || this.#monitor.improves(value, this.#baseline)) this.#wait = 0;
      return;
    }
    if (this.#wait >= patience && epoch > 0) {
      this.#stoppedEpoch = epoch;
      this.control.stopTraining = true;
    }
  }

  override onTrainEnd(): void {
    const { log, restoreBestWeights } = this.#options;
    if (this.#stoppedEpoch !== undefined) log(`Epoch ${this.#stoppedEpoch + 1}: early stopping`);
    if (!restoreBestWeights || !this.#bestWeights) return;
    log(`Restoring model weights from the end of the best epoch: ${this.#bestEpoch + 1}.`);
    this.control.model.setWeights(this.#bestWeights);
  }

  override state(): CallbackState {
    const values = {
      best: this.#best,
      bestEpoch: this.#bestEpoch,
      wait: this.#wait,
      stoppedEpoch: this.#stoppedEpoch,
    } satisfies EarlyStoppingValues;
    return this.#bestWeights ? { values, arrays: this.#bestWeights } : { values };
  }

  override restore({ values, arrays }: CallbackState): void {
    const { best, bestEpoch, wait, stoppedEpoch } = remembered<EarlyStoppingValues>(values, "EarlyStopping", {
      best: maybe(isNumber),
      bestEpoch: isCount,
      wait: isCount,
      stoppedEpoch: maybe(isCount),
    });
    const problems = arrays ? mismatches(compareWeights(this.control.model, named(arrays))) : [];
    if (problems.length > 0)
      throw new InputError({
        subject: "EarlyStopping",
        rule: "the best weights must fit the model",
        received: problems.join("; "),
      });
    this.#best = best;
    this.#bestEpoch = bestEpoch;
    this.#wait = wait;
    this.#stoppedEpoch = stoppedEpoch;
    this.#bestWeights = arrays && new Map(arrays);
  }
}

function named(arrays: ReadonlyMap<string, HostArray>): Map<string, { readonly data: HostArray }> {
  return new Map([...arrays].map(([name, data]) => [name, { data }]));
}
