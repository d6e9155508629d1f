import { oneLine, type Terminal } from "../terminal.ts";
import type { Trials } from "./run-trial.ts";
import type { TrialRecord } from "./trial.ts";

/** One line for each trial that is done. */
export class TrialLog {
  readonly #terminal: Terminal;
  readonly #trials: Trials;
  #done: number;

  constructor(terminal: Terminal, trials: Trials, done: number) {
    this.#terminal = terminal;
    this.#trials = trials;
    this.#done = done;
  }

  done(record: TrialRecord): void {
    this.#done += 1;
    const { candidates, folds, scoring } = this.#trials;
    const total = candidates.length * folds.length;
    const place = folds.length > 1 ? [`fold ${record.fold + 1}/${folds.length}`] : [];
    const what = [...place, shownParams(record.params)].filter(Boolean).join(" ");
    const number = `[${String(this.#done).padStart(String(total).length)}/${total}]`;
    const seconds = `${(record.fitSeconds + record.scoreSeconds).toFixed(1)} s`;
    if (record.failure) {
      const { error, message } = record.failure;
      this.#terminal.warn(oneLine(`${number} ${what}: failed after ${seconds}: ${error}: ${message}`));
      return;
    }
    const name = scoring.slice("val_".length);
    const value = record.metrics[name] ?? NaN;
    const best = record.bestEpoch === null ? "" : ` (best ${record.bestEpoch})`;
    const epochs = `${record.epochs} ${record.epochs === 1 ? "epoch" : "epochs"}${best}`;
    this.#terminal.note(`${number} ${what}: ${scoring} ${value.toFixed(4)}, ${epochs}, ${seconds}`);
  }
}

/** `learningRate=0.001 filters=16,8` */
export function shownParams(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${shownValue(value)}`)
    .join(" ");
}

/** As the flag of that option takes it, where it is no object. */
export function shownValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(shownValue).join(",");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
