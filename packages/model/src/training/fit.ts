import { UsageError } from "@tomograd/kernels";
import { Callback, type Logs, type TrainingControl } from "../callbacks/callback.ts";
import { History } from "../callbacks/history.ts";
import type { Model } from "../model.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { requireSamples, stepsPerEpoch, type BatchSource } from "./batch-source.ts";
import { EpochRunner } from "./epoch-runner.ts";
import { Evaluator } from "./evaluate.ts";
import { judgedOutputs, type Judgement } from "./outputs.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Augmenter } from "./step.ts";

/** What training is made of besides the layers: Keras' `compile`. */
export interface Recipe extends Judgement {
  readonly optimizer: Optimizer;
}

export interface FitOptions extends Recipe {
  readonly epochs: number;
  readonly validation?: BatchSource | undefined;
  readonly callbacks?: readonly Callback[];
  /** Key of the random numbers of dropout and augmentation: a second `fit` with the same one draws the same again. Default 0. */
  readonly seed?: number;
  /** Ends an epoch after so many batches. */
  readonly stepsPerEpoch?: number | undefined;
  /** Changes the images of training batches on the device, just before the network sees them. */
  readonly augment?: Augmenter | undefined;
  /** Told how many of the kernels of a step are compiled, before the first one runs. */
  readonly onCompile?: ((done: number, total: number) => void) | undefined;
  /** What to do about NaN or infinity in losses and weights. Default `error`. */
  readonly nan?: "error" | "off";
}

/**
 * Trains a model that is on a device and returns its history.
 *
 * A callback may hand in a snapshot to go on from. Throws a UsageError for a loss that cannot judge the model's outputs, where
 * every layer is frozen and where there is nothing to train on, a NumericError that names step, weight and samples when a loss or a weight is not finite. Source: Keras `Model.fit`.
 *
 * @example
 * const { history } = await fit(model, fromArrays(x, y, { batchSize: 64 }), { ...recipe, epochs: 3 });
 */
export async function fit(model: Model, source: BatchSource, options: FitOptions): Promise<History> {
  const { epochs, optimizer, validation } = options;
  requireSamples("fit", source);
  requireWhole({ epochs }, 0);
  requireWhole({ stepsPerEpoch: options.stepsPerEpoch ?? 1 }, 1);
  model.sortWeights();
  if (model.placement.trainable.weights.length === 0)
    throw new UsageError({
      subject: model.name,
      rule: "needs a weight that training may change",
      received: `trainable=0 of ${model.weights.length} weights`,
      advice: "Call model.unfreeze with the layers to train",
    });
  const history = new History();
  const callbacks = [...(options.callbacks ?? []), history];
  const control: TrainingControl = { model, optimizer, stopTraining: false };
  const steps = Math.min(stepsPerEpoch(source), options.stepsPerEpoch ?? Infinity);
  for (const callback of callbacks) callback.attach(control, { epochs, steps });
  const outputs = judgedOutputs(model, options);
  const runner = new EpochRunner({ model, source, outputs, callbacks, control, steps, options });
  // Made before the first step, so that nothing is allocated after it.
  const evaluator = validation && new Evaluator(model, validation, outputs);
  try {
    for (const callback of callbacks) await callback.onTrainBegin();
    const begin = await resume(callbacks, runner, control, steps);
    for (let epoch = begin; epoch < epochs && !control.stopTraining; epoch++) {
      for (const callback of callbacks) await callback.onEpochBegin(epoch);
      const trained = await runner.run(epoch);
      const validated = validation && (await evaluator?.run(callbacks).catch(stopped(runner, epoch)));
      let logs: Logs = { ...trained, ...prefixed(validated ?? {}) };
      for (const callback of callbacks) logs = { ...logs, ...(await callback.onEpochEnd(epoch, logs)) };
      await runner.epochDone(epoch);
    }
    for (const callback of callbacks) await callback.onTrainEnd();
  } finally {
    runner.release();
    evaluator?.release();
  }
  return history;
}

/** What stops a validation may want to go on from the end of the epoch's training. */
function stopped(runner: EpochRunner, epoch: number): (error: unknown) => Promise<never> {
  return async (error) => {
    await runner.trained(epoch);
    throw error;
  };
}

/** Puts everything back where a snapshot has it; returns the epoch to go on with. */
async function resume(
  callbacks: readonly Callback[],
  runner: EpochRunner,
  control: TrainingControl,
  steps: number,
): Promise<number> {
  let snapshot: Snapshot | undefined;
  for (const callback of callbacks) snapshot ??= await callback.resumeFrom();
  if (!snapshot) return 0;
  const names = callbacks.map((callback) => callback.constructor.name).join();
  const before = snapshot.callbacks.map(({ className }) => className).join();
  if (names !== before)
    throw new UsageError({
      subject: "fit",
      rule: "training goes on with the callbacks that it began with",
      received: `callbacks=${names} against ${before}`,
    });
  if (snapshot.batch > steps)
    throw new UsageError({
      subject: "fit",
      rule: "training goes on within an epoch of the same length",
      received: `batch=${snapshot.batch} of ${steps}`,
    });
  for (const [i, { state }] of snapshot.callbacks.entries()) if (state) await callbacks[i]!.restore(state);
  control.stopTraining = snapshot.stopTraining;
  runner.restore(snapshot);
  return snapshot.epoch;
}

function requireWhole(given: Readonly<Record<string, number>>, least: number): void {
  for (const [name, value] of Object.entries(given)) {
    if (Number.isInteger(value) && value >= least) continue;
    const rule = `${name} must be a whole number of at least ${least}`;
    throw new UsageError({ subject: "fit", rule, received: `${name}=${value}` });
  }
}

function prefixed(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
}
