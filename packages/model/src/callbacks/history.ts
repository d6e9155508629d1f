import { Callback, type Logs } from "./callback.ts";

/** What `fit` returns: the epochs (from 0) and a list of values per name. Source: Keras `callbacks.History`. */
export class History extends Callback {
  readonly epoch: number[] = [];
  readonly history: Record<string, number[]> = {};

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) (this.history[name] ??= []).push(value);
  }
}
