import { UsageError, type HostArray } from "@tomograd/kernels";
import { Callback, type CallbackState, type Logs } from "./callback.ts";

export interface EarlyStoppingOptions {
  readonly monitor?: string;
  readonly minDelta?: number;
  readonly patience?: number;
  /** `auto`: the larger the better for names that end in `acc`, `accuracy` or `auc`. */
  readonly mode?: "auto" | "min" | "max";
  readonly baseline?: number;
  readonly restoreBestWeights?: boolean;
  readonly startFromEpoch?: number;
  /** Receives `Epoch 12: early stopping` and the like. */
  readonly log?: (message: string) => void;
}

interface EarlyStoppingValues {
  readonly best: number | undefined;
  readonly bestEpoch: number;
  readonly wait: number;
  readonly stoppedEpoch: number | undefined;
}

/**
 * Stops training when a value has not improved for `patience` epochs; with `restoreBestWeights` the model ends with
 * those of its best epoch, also when training was not stopped early.
 *
 * NaN never counts as an improvement. Source: Keras 3 `callbacks.EarlyStopping`.
 *
 * @example
 * new EarlyStopping({ monitor: "val_auc", mode: "max", patience: 10, restoreBestWeights: true })
 */
export class EarlyStopping extends Callback {
  readonly #options: Required<Omit<EarlyStoppingOptions, "baseline">> & { readonly baseline: number | undefined };
  readonly #greater: boolean;
  #best: number | undefined;
  #bestEpoch = 0;
  #bestWeights: Map<string, HostArray> | undefined;
  #wait = 0;
  #stoppedEpoch: number | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    super();
    const defaults = {
      monitor: "val_loss",
      minDelta: 0,
      patience: 0,
      mode: "auto",
      restoreBestWeights: false,
      startFromEpoch: 0,
      log: () => undefined,
    } as const;
    this.#options = { ...defaults, baseline: undefined, ...options };
    const { mode, monitor, patience } = this.#options;
    if (!(Number.isInteger(patience) && patience >= 0)) {
      throw new UsageError({
        subject: "EarlyStopping",
        rule: "patience must be a whole number of epochs",
        received: `patience=${patience}`,
      });
    }
    this.#greater = mode === "max" || (mode === "auto" && /(acc|accuracy|auc)$/.test(monitor));
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
    const { monitor, baseline, patience, restoreBestWeights, startFromEpoch, log } = this.#options;
    const value = logs[monitor];
    if (value === undefined) {
      log(`Early stopping needs ${monitor}, which is not available. Available are: ${Object.keys(logs).join(",")}`);
      return;
    }
    if (epoch < startFromEpoch) return;
    this.#wait += 1;
    if (this.#isImprovement(value, this.#best)) {
      this.#best = value;
      this.#bestEpoch = epoch;
      if (restoreBestWeights) this.#bestWeights = await this.control.model.getWeights();
      // Only beating the baseline as well starts the wait anew.
      if (baseline === undefined || this.#isImprovement(value, baseline)) {
        this.#wait = 0;
        return;
      }
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
    const { best, bestEpoch, wait, stoppedEpoch } = values as EarlyStoppingValues;
    this.#best = best;
    this.#bestEpoch = bestEpoch;
    this.#wait = wait;
    this.#stoppedEpoch = stoppedEpoch;
    this.#bestWeights = arrays && new Map(arrays);
  }

  #isImprovement(value: number, reference: number | undefined): boolean {
    if (Number.isNaN(value)) return false;
    if (reference === undefined) return true;
    const minDelta = Math.abs(this.#options.minDelta);
    return this.#greater ? value - minDelta > reference : value + minDelta < reference;
  }
}
