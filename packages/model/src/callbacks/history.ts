import { Callback, type CallbackState, type Logs } from "./callback.ts";
import { isCount, isNumber, isRecord, listOf, remembered } from "./remembered.ts";

/** What `fit` returns: the epochs (from 0) and a list of values per name. Source: Keras `callbacks.History`. */
export class History extends Callback {
  readonly epoch: number[] = [];
  readonly history: Record<string, number[]> = {};

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) (this.history[name] ??= []).push(value);
  }

  override state(): CallbackState {
    return { values: { epoch: [...this.epoch], history: this.history } };
  }

  override restore({ values }: CallbackState): void {
    const { epoch, history } = remembered<Pick<History, "epoch" | "history">>(values, "History", {
      epoch: listOf(isCount),
      history: (lists) => isRecord(lists) && Object.values(lists).every(listOf(isNumber)),
    });
    this.epoch.splice(0, Infinity, ...epoch);
    for (const name of Object.keys(this.history)) delete this.history[name];
    for (const [name, list] of Object.entries(history)) this.history[name] = [...list];
  }
}
