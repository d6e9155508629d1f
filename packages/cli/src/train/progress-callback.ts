import { Callback, type Logs } from "@tomograd/model";
import { Keras2Progress } from "../progress/keras2-progress.ts";
import { PlainProgress } from "../progress/plain-progress.ts";
import type { Progress } from "../progress/progress.ts";
import { silentProgress } from "../progress/silent-progress.ts";
import type { Terminal } from "../terminal.ts";

/** Shows training in the style asked for. */
export class ProgressCallback extends Callback {
  readonly #progress: Progress;

  constructor(style: "keras2" | "plain" | "json", terminal: Terminal) {
    super();
    if (style === "keras2") this.#progress = new Keras2Progress(terminal);
    else this.#progress = style === "plain" ? new PlainProgress(terminal) : silentProgress;
  }

  override onEpochBegin(epoch: number): void {
    this.#progress.epochBegins(epoch + 1, this.params.epochs, this.params.steps);
  }

  override onTrainBatchBegin(batch: number): void {
    this.#progress.stepBegins(batch + 1);
  }

  override onTrainBatchEnd(batch: number, logs: Logs, loss: number): void {
    this.#progress.stepDone(batch + 1, logs, loss);
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#progress.epochDone(logs);
  }
}
