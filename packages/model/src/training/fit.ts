import { NumericError } from "@tomograd/kernels";
import { Callback, type Logs, type TrainingControl } from "../callbacks/callback.ts";
import { History } from "../callbacks/history.ts";
import type { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import type { Metric } from "../metrics/metrics.ts";
import type { Adam } from "../optimizers/adam.ts";
import type { Sequential } from "../sequential.ts";
import { stepsPerEpoch, type Batch, type BatchSource } from "./batch-source.ts";
import { Evaluator } from "./evaluate.ts";
import { Stepper } from "./step.ts";
import { StepLog, type FinishedStep } from "./step-log.ts";

/** Milliseconds between two readings of losses and metrics while an epoch runs. */
const READ_EVERY = 250;

/** What training is made of besides the layers: Keras' `compile`. */
export interface Recipe {
  readonly loss: BinaryCrossentropy;
  readonly optimizer: Adam;
  readonly metrics: readonly Metric[];
}

export interface FitOptions extends Recipe {
  readonly epochs: number;
  readonly validation?: BatchSource | undefined;
  readonly callbacks?: readonly Callback[];
  /** Key of dropout's random numbers. */
  readonly seed?: number;
  /** Ends an epoch after so many batches. */
  readonly stepsPerEpoch?: number | undefined;
  /** Told how many of the kernels of a step are compiled, before the first one runs. */
  readonly onCompile?: ((done: number, total: number) => void) | undefined;
  /** What to do about NaN or infinity in losses and weights. Default `error`. */
  readonly nan?: "error" | "off";
}

/**
 * Trains a model that is on a device and returns its history.
 *
 * Throws a UsageError for a model that does not end in a sigmoid, a NumericError that names step, weight and samples
 * when a loss or a weight is not finite. Source: Keras `Model.fit`.
 *
 * @example
 * const { history } = await fit(model, fromArrays(x, y, { batchSize: 64 }), { ...recipe, epochs: 3 });
 */
export async function fit(model: Sequential, source: BatchSource, options: FitOptions): Promise<History> {
  const history = new History();
  const callbacks = [history, ...(options.callbacks ?? [])];
  const control: TrainingControl = { model, stopTraining: false };
  const steps = Math.min(stepsPerEpoch(source), options.stepsPerEpoch ?? Infinity);
  for (const callback of callbacks) callback.attach(control, { epochs: options.epochs, steps });
  const epochRunner = new EpochRunner(model, options, callbacks, steps);
  for (const size of batchSizes(source)) epochRunner.prepare(size);
  // Made before the first step, so that nothing is allocated after it.
  const evaluator = options.validation && new Evaluator(model, options);
  try {
    for (const callback of callbacks) await callback.onTrainBegin();
    for (let epoch = 0; epoch < options.epochs && !control.stopTraining; epoch++) {
      for (const callback of callbacks) await callback.onEpochBegin(epoch);
      const trained = await epochRunner.run(source.batches(epoch), epoch, control);
      const validated = options.validation && (await evaluator?.run(options.validation, callbacks));
      const logs: Logs = { ...trained, ...prefixed(validated ?? {}) };
      for (const callback of callbacks) await callback.onEpochEnd(epoch, logs);
    }
    for (const callback of callbacks) await callback.onTrainEnd();
  } finally {
    epochRunner.release();
    evaluator?.release();
  }
  return history;
}

/** Of whole batches, and of the last one where it is smaller. */
function batchSizes({ length, batchSize }: BatchSource): number[] {
  return [batchSize, length % batchSize].filter((size) => size > 0 && size <= length);
}

function prefixed(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
}

/** Runs the batches of one epoch, reading losses and metrics back now and then. */
class EpochRunner {
  readonly #model: Sequential;
  readonly #options: FitOptions;
  readonly #callbacks: readonly Callback[];
  readonly #steps: number;
  readonly #stepper: Stepper;
  readonly #log: StepLog;
  /** Steps of the whole run so far. */
  #step = 0;

  constructor(model: Sequential, options: FitOptions, callbacks: readonly Callback[], steps: number) {
    this.#model = model;
    this.#options = options;
    this.#callbacks = callbacks;
    this.#steps = steps;
    this.#stepper = new Stepper(model, options.loss);
    this.#log = new StepLog(model.placement.device, options.metrics);
  }

  async run(batches: AsyncIterable<Batch> | Iterable<Batch>, epoch: number, control: TrainingControl): Promise<Logs> {
    const { device } = this.#model.placement;
    const { optimizer, seed = 0 } = this.#options;
    const firstStep = this.#step;
    this.#log.reset();
    let logs: Logs = {};
    let lastRead = performance.now();
    let reading: Promise<void> | undefined;
    const read = async (): Promise<void> => {
      const drained = await this.#log.drain();
      logs = drained.logs;
      for (const finished of drained.steps) await this.#finish(finished, firstStep, epoch, logs);
      lastRead = performance.now();
      reading = undefined;
    };
    for await (const batch of batches) {
      if (this.#step === 0) await this.#rehearse(batch);
      const inEpoch = this.#step - firstStep;
      for (const callback of this.#callbacks) await callback.onTrainBatchBegin(inEpoch);
      this.#stepper.train(batch, this.#log, optimizer, { seed, step: this.#step });
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
      if (inEpoch + 1 >= this.#steps || control.stopTraining) break;
    }
    await reading;
    await read();
    return logs;
  }

  release(): void {
    this.#stepper.release();
    this.#log.release();
  }

  prepare(size: number): void {
    this.#stepper.prepare(size);
  }

  /** What a step needs is compiled and laid out at once, rather than piece by piece while the device waits. */
  async #rehearse(batch: Batch): Promise<void> {
    const { optimizer, onCompile } = this.#options;
    const step = (): void => {
      this.#stepper.train(batch, this.#log, optimizer, { seed: 0, step: 0 });
      // It was no update. The count before may have been that of another model, for which the optimizer has begun anew.
      optimizer.iterations -= 1;
    };
    await this.#model.placement.device.rehearse(step, onCompile);
    this.#log.reset();
  }

  async #finish(finished: FinishedStep, firstStep: number, epoch: number, logs: Logs): Promise<void> {
    if ((this.#options.nan ?? "error") === "error") this.#requireFinite(finished, epoch);
    for (const callback of this.#callbacks)
      await callback.onTrainBatchEnd(finished.step - firstStep, logs, finished.loss);
  }

  #requireFinite({ step, loss, nonFinite, indices }: FinishedStep, epoch: number): void {
    const { trainable, fixed } = this.#model.placement;
    const bad =
      (nonFinite.trainable !== undefined && trainable.weightAt(nonFinite.trainable)) ||
      (nonFinite.fixed !== undefined && fixed.weightAt(nonFinite.fixed));
    if (Number.isFinite(loss) && !bad) return;
    const shown = indices && Array.from(indices).slice(0, 8).join(",") + (indices.length > 8 ? ",…" : "");
    throw new NumericError({
      subject: "training",
      rule: "losses and weights must be finite",
      received: `epoch=${epoch + 1} step=${step + 1} loss=${loss} weight=${bad ? bad.name : "none"} samples=${shown ?? "unknown"}`,
      advice: "Lower --learning-rate, or look at these samples",
    });
  }
}
