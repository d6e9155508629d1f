import { UsageError } from "@tomograd/kernels";
import type { Callback, Logs, TrainingControl } from "../callbacks/callback.ts";
import type { Model } from "../model.ts";
import type { Batch, BatchSource } from "./batch-source.ts";
import type { FitOptions } from "./fit.ts";
import type { JudgedOutput } from "./outputs.ts";
import { requireFinite } from "./require-finite.ts";
import type { Snapshot } from "./snapshot.ts";
import { StepLog, type EpochState } from "./step-log.ts";
import { Stepper } from "./step.ts";

/** Milliseconds between two readings of losses and metrics while an epoch runs. */
const READ_EVERY = 250;

export interface EpochRunnerOptions {
  readonly model: Model;
  readonly source: BatchSource;
  readonly outputs: readonly JudgedOutput[];
  readonly callbacks: readonly Callback[];
  readonly control: TrainingControl;
  /** Batches of an epoch. */
  readonly steps: number;
  readonly options: FitOptions;
}

/** Runs the batches of one epoch after the other, reading losses and metrics back now and then. */
export class EpochRunner {
  readonly #of: EpochRunnerOptions;
  readonly #stepper: Stepper;
  readonly #log: StepLog;
  /** Steps of the whole run so far. */
  #step = 0;
  #isRehearsed = false;
  /** Where to go on in the first epoch. */
  #resumed: { readonly batch: number; readonly progress: EpochState } | undefined;
  #logs: Logs = {};

  constructor(given: EpochRunnerOptions) {
    const { model, source, outputs, options } = given;
    this.#of = given;
    this.#stepper = new Stepper(model, outputs, options.augment);
    this.#log = new StepLog(model.device, outputs);
    this.#stepper.prepare(source);
  }

  /** Goes on from a snapshot. */
  restore({ batch, step, progress, weights, optimizer }: Snapshot): void {
    const { model, options } = this.#of;
    model.setWeights(weights);
    options.optimizer.restore(model.placement.trainable, optimizer);
    this.#step = step;
    this.#resumed = { batch, progress };
  }

  async run(epoch: number): Promise<Logs> {
    const { source, steps, callbacks, control, options, model } = this.#of;
    const { device } = model;
    const { batch: from = 0, progress } = this.#resumed ?? {};
    this.#resumed = undefined;
    this.#log.reset(progress);
    const first = this.#step - from;
    let lastRead = performance.now();
    let reading: Promise<void> | undefined;
    const read = async (): Promise<void> => {
      await this.#read(first, epoch);
      lastRead = performance.now();
      reading = undefined;
    };
    if (from < steps) {
      for await (const batch of source.batches(epoch, from)) {
        await this.#rehearse(batch, progress);
        const inEpoch = this.#step - first;
        for (const callback of callbacks) await callback.onTrainBatchBegin(inEpoch);
        const context = { seed: options.seed ?? 0, step: this.#step, epoch };
        this.#stepper.train(batch, this.#log, options.optimizer, context);
        this.#step += 1;
        await device.settle(1);
        if (!reading && performance.now() - lastRead >= READ_EVERY) {
          reading = read();
          // Whatever it throws is thrown where it is awaited; until then it must not count as unhandled.
          reading.catch(() => undefined);
        }
        if (this.#log.full || device.info.software) await reading;
        // What was read meanwhile may have been less than what is recorded.
        if (this.#log.full) await read();
        await this.#offer(
          callbacks.filter((one) => one.wantsSnapshot(this.#step, false)),
          async () => {
            await reading;
            return await this.#snapshot(first, epoch, this.#step - first);
          },
        );
        if (inEpoch + 1 >= steps || control.stopTraining) break;
      }
    }
    await reading;
    await read();
    if (this.#step - first < steps && !control.stopTraining) {
      throw new UsageError({
        subject: "fit",
        rule: "a source must have as many batches as its length says",
        received: `batches=${this.#step - first} of ${steps} in epoch ${epoch + 1}`,
      });
    }
    return this.#logs;
  }

  /** After an epoch's last step, before it has been validated. */
  async trained(epoch: number): Promise<void> {
    const first = this.#step - this.#of.steps;
    const asking = this.#of.callbacks.filter((one) => one.wantsSnapshot(this.#step, false));
    await this.#offer(asking, async () => await this.#snapshot(first, epoch, this.#of.steps));
  }

  /** Between two epochs, when all callbacks have seen the first. */
  async epochDone(epoch: number): Promise<void> {
    const asking = this.#of.callbacks.filter((one) => one.wantsSnapshot(this.#step, true));
    await this.#offer(asking, async () => {
      this.#log.reset();
      return await this.#snapshot(this.#step, epoch + 1, 0);
    });
  }

  release(): void {
    this.#stepper.release();
    this.#log.release();
  }

  /** What a step needs is compiled and laid out at once, rather than piece by piece while the device waits. */
  async #rehearse(batch: Batch, progress: EpochState | undefined): Promise<void> {
    if (this.#isRehearsed) return;
    this.#isRehearsed = true;
    const { optimizer, onCompile } = this.#of.options;
    const step = (): void => {
      this.#stepper.train(batch, this.#log, optimizer, { seed: 0, step: 0, epoch: 0 });
      // It was no update. The count before may have been that of another model, for which the optimizer has begun anew.
      optimizer.iterations -= 1;
    };
    await this.#of.model.device.rehearse(step, onCompile);
    this.#log.reset(progress);
  }

  async #offer(asking: readonly Callback[], take: () => Promise<Snapshot>): Promise<void> {
    if (asking.length === 0) return;
    const snapshot = await take();
    for (const callback of asking) await callback.onSnapshot(snapshot);
  }

  /** Everything as it is after the last recorded step. */
  async #snapshot(first: number, epoch: number, batch: number): Promise<Snapshot> {
    const { model, callbacks, control, options } = this.#of;
    const progress = await this.#read(first, epoch);
    const [weights, optimizer] = await Promise.all([model.getWeights(), options.optimizer.state()]);
    return {
      epoch,
      batch,
      step: this.#step,
      weights,
      optimizer,
      progress,
      callbacks: callbacks.map((one) => ({ className: one.constructor.name, state: one.state() })),
      stopTraining: control.stopTraining,
    };
  }

  async #read(first: number, epoch: number): Promise<EpochState> {
    const { callbacks, model, options } = this.#of;
    const { steps, logs, state } = await this.#log.drain();
    this.#logs = logs;
    for (const finished of steps) {
      if ((options.nan ?? "error") === "error") requireFinite(model, finished, epoch);
      for (const callback of callbacks) await callback.onTrainBatchEnd(finished.step - first, logs, finished.loss);
    }
    return state;
  }
}
