import { UsageError } from "@tomograd/kernels";
import { Callback, type CallbackState, type Logs } from "./callback.ts";
import { isCount, isNumber, maybe, remembered } from "./remembered.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** `new rate = rate * factor`, in (0, 1). Default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement after which the rate is reduced. Default 10. */
  readonly patience?: number;
  /** Default 1e-4. */
  readonly minDelta?: number;
  /** Epochs after a reduction in which nothing is counted. Default 0. */
  readonly cooldown?: number;
  /** The rate is never reduced below it. Default 0. */
  readonly minLr?: number;
  /** Receives `Epoch 12: ReduceLROnPlateau reducing learning rate to 0.0001.` */
  readonly log?: (message: string) => void;
}

interface Values {
  readonly best?: number | undefined;
  readonly wait: number;
  readonly cooldownCounter: number;
}

/**
 * Multiplies the learning rate by `factor` when a value has not improved for `patience` epochs; adds `learning_rate`, the
 * one that the epoch was trained with, to the logs.
 *
 * Throws a UsageError for a factor outside (0, 1), and for an optimizer whose rate follows a schedule. Source: Keras 3
 * `callbacks.ReduceLROnPlateau`.
 *
 * @example
 * new ReduceLROnPlateau({ monitor: "val_auc", mode: "max", factor: 0.2, patience: 5, minLr: 1e-5 })
 */
export class ReduceLROnPlateau extends Callback {
  readonly #monitor: Monitor;
  readonly #options: Required<Omit<ReduceLROnPlateauOptions, keyof MonitorOptions>>;
  #best: number | undefined;
  #wait = 0;
  #cooldownCounter = 0;

  constructor({
    factor = 0.1,
    patience = 10,
    cooldown = 0,
    minLr = 0,
    minDelta = 1e-4,
    log = () => undefined,
    ...monitored
  }: ReduceLROnPlateauOptions = {}) {
    super();
    this.#monitor = new Monitor("ReduceLROnPlateau", { ...monitored, minDelta });
    this.#options = { factor, patience, cooldown, minLr, log };
    requireThat("factor must lie in (0, 1)", { factor }, factor > 0 && factor < 1);
    requireThat("patience must be a whole number of epochs", { patience }, Number.isInteger(patience) && patience >= 0);
    requireThat("cooldown must be a whole number of epochs", { cooldown }, Number.isInteger(cooldown) && cooldown >= 0);
    requireThat("minLr must not be negative", { minLr }, minLr >= 0);
  }

  override onTrainBegin(): void {
    this.#best = undefined;
    this.#wait = 0;
    this.#cooldownCounter = 0;
    const { optimizer } = this.control;
    const { learningRate } = optimizer;
    // A rate that follows a schedule is refused now, rather than after hours.
    optimizer.learningRate = learningRate;
  }

  override onEpochEnd(epoch: number, logs: Logs): Logs {
    const { optimizer } = this.control;
    const shown = { learning_rate: optimizer.learningRate };
    const { factor, patience, cooldown, minLr, log } = this.#options;
    const value = this.#monitor.valueIn({ ...logs, ...shown }, "Reducing the learning rate", log);
    if (value === undefined) return shown;
    if (this.#cooldownCounter > 0) {
      this.#cooldownCounter -= 1;
      this.#wait = 0;
    }
    if (this.#monitor.improves(value, this.#best)) {
      this.#best = value;
      this.#wait = 0;
      return shown;
    }
    // The epoch in which the cooldown ends counts already.
    if (this.#cooldownCounter > 0) return shown;
    this.#wait += 1;
    if (this.#wait < patience || optimizer.learningRate <= minLr) return shown;
    optimizer.learningRate = Math.max(optimizer.learningRate * factor, minLr);
    log(`Epoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${optimizer.learningRate}.`);
    this.#cooldownCounter = cooldown;
    this.#wait = 0;
    return shown;
  }

  override state(): CallbackState {
    const [best, wait, cooldownCounter] = [this.#best, this.#wait, this.#cooldownCounter];
    return { values: { best, wait, cooldownCounter } satisfies Values };
  }

  override restore({ values }: CallbackState): void {
    const { best, wait, cooldownCounter } = remembered<Values>(values, "ReduceLROnPlateau", {
      best: maybe(isNumber),
      wait: isCount,
      cooldownCounter: isCount,
    });
    this.#best = best;
    this.#wait = wait;
    this.#cooldownCounter = cooldownCounter;
  }
}

function requireThat(rule: string, received: Readonly<Record<string, number>>, holds: boolean): void {
  if (holds) return;
  const [name, value] = Object.entries(received)[0]!;
  throw new UsageError({ subject: "ReduceLROnPlateau", rule, received: `${name}=${value}` });
}
