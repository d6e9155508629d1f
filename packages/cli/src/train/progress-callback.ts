import { Callback, type Logs } from "@tomograd/model";
import { Keras2Progress } from "../progress/keras2-progress.ts";
import { PlainProgress } from "../progress/plain-progress.ts";
import type { Progress } from "../progress/progress.ts";
import { silentProgress } from "../progress/silent-progress.ts";
import type { Terminal } from "../terminal.ts";

/** Shows training in the style asked for. */
export class ProgressCallback extends Callback {
  readonly #all: readonly Progress[];

  /** `more` is told the same. */
  constructor(style: "keras2" | "plain" | "json", terminal: Terminal, more: readonly Progress[] = []) {
    super();
    this.#all = [progressIn(style, terminal), ...more];
  }

  override onEpochBegin(epoch: number): void {
    for (const one of this.#all) one.epochBegins(epoch + 1, this.params.epochs, this.params.steps);
  }

  override onTrainBatchBegin(batch: number): void {
    for (const one of this.#all) one.stepBegins(batch + 1);
  }

  override onTrainBatchEnd(batch: number, logs: Logs, loss: number): void {
    for (const one of this.#all) one.stepDone(batch + 1, logs, loss);
  }

  override async onEpochEnd(_epoch: number, logs: Logs): Promise<void> {
    for (const one of this.#all) await one.epochDone(logs);
  }
}

function progressIn(style: "keras2" | "plain" | "json", terminal: Terminal): Progress {
  if (style === "keras2") return new Keras2Progress(terminal);
  return style === "plain" ? new PlainProgress(terminal) : silentProgress;
}
