import { NumericError } from "@tomograd/kernels";
import { Callback, History, isCount, remembered, type CallbackState, type Logs } from "@tomograd/model";
import { historyCsv, historyJson } from "../run-folder/history-files.ts";
import type { RunFolder } from "../run-folder/run-folder.ts";

export interface RecorderOptions {
  /** Also shown, for `--progress json`. */
  readonly echo?: ((line: string) => void) | undefined;
  /** Whether a metric that is NaN or infinite ends the run. */
  readonly requireFinite: boolean;
}

/** Writes what happens in training to events.jsonl, history.json and history.csv. */
export class Recorder extends Callback {
  readonly #run: RunFolder;
  readonly #options: RecorderOptions;
  readonly #history = new History();
  #epoch = 0;
  #step = 0;

  constructor(run: RunFolder, options: RecorderOptions) {
    super();
    this.#run = run;
    this.#options = options;
  }

  /** Steps whose loss has come back. */
  get step(): number {
    return this.#step;
  }

  get epochs(): number {
    return this.#history.epoch.length;
  }

  async event(event: Readonly<Record<string, unknown>>): Promise<void> {
    const line = `${JSON.stringify(event)}\n`;
    await this.#run.events.append(line);
    this.#options.echo?.(line);
  }

  override state(): CallbackState {
    return { values: { step: this.#step, eventBytes: this.#run.events.bytes, history: this.#history.state().values } };
  }

  override async restore({ values }: CallbackState): Promise<void> {
    const { step, eventBytes, history } = remembered<{ step: number; eventBytes: number; history: unknown }>(
      values,
      "Recorder",
      { step: isCount, eventBytes: isCount, history: () => true },
    );
    this.#step = step;
    this.#history.restore({ values: history });
    await this.#run.events.cut(eventBytes);
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch + 1;
  }

  override async onTrainBatchEnd(_batch: number, _logs: Logs, loss: number): Promise<void> {
    this.#step += 1;
    if (this.#step === 1) await this.#run.keep();
    await this.event({ event: "step", epoch: this.#epoch, step: this.#step, loss });
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    await this.event({ event: "epoch", epoch: epoch + 1, ...logs });
    this.#history.onEpochEnd(epoch, logs);
    await this.#run.writeJson("history.json", historyJson(this.#history));
    await this.#run.writeText("history.csv", historyCsv(this.#history));
    const bad = Object.entries(logs).find(([, value]) => !Number.isFinite(value));
    if (!bad || !this.#options.requireFinite) return;
    throw new NumericError({
      subject: "training",
      rule: "metrics must be finite",
      received: `epoch=${epoch + 1} ${bad[0]}=${bad[1]}`,
      advice: "Lower --learning-rate",
    });
  }
}
