import {
  Adam,
  documentedMetrics,
  EarlyStopping,
  fit,
  ReduceLROnPlateau,
  type Augmentation,
  type BatchSource,
  type Callback,
  type FitOptions,
  type History,
  type Model,
} from "@tomograd/model";
import { lossNamed } from "../model/losses.ts";
import { classWeights } from "./class-weights.ts";
import { directionOf } from "./monitor.ts";
import type { Plan } from "./plan.ts";
import type { TrainingData } from "./prepare-data.ts";
import { splitSource } from "./split-source.ts";
import type { TrainingOptions } from "./training-options.ts";

/** The options that say how a network learns, whatever becomes of it. */
type LearningOptions = Pick<
  TrainingOptions,
  | "batchSize"
  | "monitor"
  | "patience"
  | "learningRate"
  | "beta1"
  | "beta2"
  | "shuffle"
  | "classWeight"
  | "oversample"
  | "loss"
  | "stepsPerEpoch"
  | "nan"
  | "reduceLr"
> & { readonly seed: number };

export interface NetworkFit {
  readonly model: Model;
  readonly data: Pick<TrainingData, "train" | "validation" | "normalization">;
  readonly plan: Pick<Plan, "epochs">;
  readonly options: LearningOptions;
  readonly augmentation: Augmentation | undefined;
  /** Put what steers training, where there is what it watches, among the callbacks. */
  readonly callbacks: (steering: readonly Callback[]) => readonly Callback[];
  /** Called before every batch of training, and of validation; what it throws ends the fit. */
  readonly checkpoints: { readonly train: () => Promise<void>; readonly validation: () => Promise<void> };
  readonly wrap?: ((source: BatchSource) => BatchSource) | undefined;
  readonly log: (message: string) => void;
  readonly onCompile: FitOptions["onCompile"];
}

/** Trains until the last epoch or early stopping; the model then holds its best weights. */
export async function fitNetwork(
  network: NetworkFit,
): Promise<{ readonly history: History; readonly bestEpoch: number | undefined }> {
  const { model, data, plan, options, augmentation, callbacks, checkpoints, wrap, log, onCompile } = network;
  const { train, validation, normalization } = data;
  const { batchSize, monitor, patience, seed } = options;
  const shared = { batchSize, normalization };
  const stopping = new EarlyStopping({ monitor, mode: directionOf(monitor), patience, restoreBestWeights: true, log });
  const plateau = options.reduceLr && { ...options.reduceLr, monitor, mode: directionOf(monitor), log };
  const hasMonitored = validation !== undefined || !monitor.startsWith("val_");
  const { learningRate, beta1, beta2 } = options;
  const source = splitSource(train, {
    ...shared,
    checkpoint: checkpoints.train,
    shuffleSeed: options.shuffle ? seed : undefined,
    oversample: options.oversample,
    classWeights: classWeights(options.classWeight, train.labels),
  });
  const history = await fit(model, wrap?.(source) ?? source, {
    epochs: plan.epochs,
    validation: validation && splitSource(validation, { ...shared, checkpoint: checkpoints.validation }),
    loss: lossNamed(options.loss),
    optimizer: new Adam({ learningRate, beta1, beta2 }),
    metrics: documentedMetrics(),
    callbacks: callbacks(hasMonitored ? [...(plateau ? [new ReduceLROnPlateau(plateau)] : []), stopping] : []),
    seed,
    augment: augmentation,
    stepsPerEpoch: options.stepsPerEpoch,
    nan: options.nan,
    onCompile,
  });
  return { history, bestEpoch: stopping.best.value === undefined ? undefined : stopping.best.epoch + 1 };
}
