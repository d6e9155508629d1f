export { Augmentation, type AugmentationKey } from "./augmentation/augmentation.ts";
export type { AugmentationOptions } from "./augmentation/augmentation-options.ts";
export { transformsOf, type TransformKey } from "./augmentation/transforms.ts";
export { Callback, type Logs, type TrainingControl, type TrainingParams } from "./callbacks/callback.ts";
export { EarlyStopping, type EarlyStoppingOptions } from "./callbacks/early-stopping.ts";
export { History } from "./callbacks/history.ts";
export { documentedCnn, type DocumentedCnnOptions } from "./documented-cnn.ts";
export {
  computeFans,
  glorotNormal,
  glorotUniform,
  ones,
  zeros,
  type Initializer,
} from "./initializers/initializers.ts";
export { BatchNormalization, type BatchNormalizationOptions } from "./layers/batch-normalization.ts";
export { Conv2D, type Conv2DOptions } from "./layers/conv2d.ts";
export { Dense, type DenseOptions } from "./layers/dense.ts";
export { Dropout } from "./layers/dropout.ts";
export { Flatten } from "./layers/flatten.ts";
export { Layer, Weight, type CallContext } from "./layers/layer.ts";
export { MaxPooling2D, type MaxPooling2DOptions } from "./layers/max-pooling2d.ts";
export { l2, type L2 } from "./layers/regularizers.ts";
export { BinaryCrossentropy } from "./losses/binary-crossentropy.ts";
export { Counts } from "./metrics/counts.ts";
export {
  AUC,
  BinaryAccuracy,
  documentedMetrics,
  FalseNegatives,
  FalsePositives,
  Metric,
  Precision,
  Recall,
  SpecificityAtSensitivity,
  TrueNegatives,
  TruePositives,
  type MetricOptions,
} from "./metrics/metrics.ts";
export { Adam, type AdamOptions } from "./optimizers/adam.ts";
export { modelConfig, modelFromConfig, parseModelConfig, type ModelConfig } from "./saving/model-config.ts";
export { readSafetensors, writeSafetensors, type NamedTensor } from "./saving/safetensors.ts";
export { Sequential, type SequentialOptions } from "./sequential.ts";
export { fromArrays, type Batch, type BatchSource } from "./training/batch-source.ts";
export { evaluate, predict, type EvaluateOptions } from "./training/evaluate.ts";
export { fit, type FitOptions, type Recipe } from "./training/fit.ts";
export { StepLog } from "./training/step-log.ts";
export { Stepper } from "./training/step.ts";
