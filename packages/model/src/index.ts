export { Augmentation, type AugmentationKey } from "./augmentation/augmentation.ts";
export type { AugmentationOptions } from "./augmentation/augmentation-options.ts";
export { transformsOf, type TransformKey } from "./augmentation/transforms.ts";
export {
  Callback,
  type CallbackState,
  type Logs,
  type TrainingControl,
  type TrainingParams,
} from "./callbacks/callback.ts";
export { EarlyStopping, type EarlyStoppingOptions } from "./callbacks/early-stopping.ts";
export { History } from "./callbacks/history.ts";
export { LambdaCallback, type LambdaCallbackOptions } from "./callbacks/lambda-callback.ts";
export { LearningRateScheduler, type EpochSchedule } from "./callbacks/learning-rate-scheduler.ts";
export type { MonitorOptions } from "./callbacks/monitor.ts";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./callbacks/reduce-lr-on-plateau.ts";
export { isCount, remembered } from "./callbacks/remembered.ts";
export { TerminateOnNaN, type TerminateOnNaNOptions } from "./callbacks/terminate-on-nan.ts";
export { documentedCnn, type DocumentedCnnOptions } from "./documented-cnn.ts";
export {
  activationMaximization,
  type ActivationMaximizationOptions,
  type MaximizedActivation,
} from "./explain/activation-maximization.ts";
export type { ExplainOptions, LayerExplainOptions } from "./explain/class-activation.ts";
export { featureMaps, type FeatureMaps } from "./explain/feature-maps.ts";
export { filters } from "./explain/filters.ts";
export { gradCamPlusPlus } from "./explain/grad-cam-plus-plus.ts";
export { gradCam } from "./explain/grad-cam.ts";
export { upsample, type HeatMaps } from "./explain/heat-maps.ts";
export type { Images } from "./explain/image-score.ts";
export { occlusion, type OcclusionOptions } from "./explain/occlusion.ts";
export { receptiveField } from "./explain/receptive-field.ts";
export { saliency } from "./explain/saliency.ts";
export { scoreCam } from "./explain/score-cam.ts";
export { smoothGrad, type SmoothGradOptions } from "./explain/smooth-grad.ts";
export { spatialOutput } from "./explain/spatial-layer.ts";
export type { Target } from "./explain/target.ts";
export {
  computeFans,
  glorotNormal,
  glorotUniform,
  ones,
  zeros,
  type Initializer,
} from "./initializers/initializers.ts";
export { Activation } from "./layers/activation.ts";
export { Add } from "./layers/add.ts";
export { Average } from "./layers/average.ts";
export { AveragePooling2D } from "./layers/average-pooling2d.ts";
export { BatchNormalization, type BatchNormalizationOptions } from "./layers/batch-normalization.ts";
export { Concatenate, type ConcatenateOptions } from "./layers/concatenate.ts";
export { Conv2D, Conv2D as Convolution2D, type Conv2DOptions } from "./layers/conv2d.ts";
export { Dense, type DenseOptions } from "./layers/dense.ts";
export { DepthwiseConv2D, type DepthwiseConv2DOptions } from "./layers/depthwise-conv2d.ts";
export { Dropout } from "./layers/dropout.ts";
export { ELU, type ELUOptions } from "./layers/elu.ts";
export { Flatten } from "./layers/flatten.ts";
export { GlobalAveragePooling2D } from "./layers/global-average-pooling2d.ts";
export { GlobalMaxPooling2D } from "./layers/global-max-pooling2d.ts";
export { Input, InputLayer } from "./layers/input.ts";
export { Layer, type CallContext, type LayerModule, type LayerOptions } from "./layers/layer.ts";
export { LeakyReLU, type LeakyReLUOptions } from "./layers/leaky-relu.ts";
export { MaxPooling2D, MaxPooling2D as MaxPool2D } from "./layers/max-pooling2d.ts";
export { Maximum } from "./layers/maximum.ts";
export { MergeLayer } from "./layers/merge-layer.ts";
export { Minimum } from "./layers/minimum.ts";
export { Multiply } from "./layers/multiply.ts";
export type { Pooling2DOptions } from "./layers/pooling2d.ts";
export { ReLU } from "./layers/relu.ts";
export { Softmax } from "./layers/softmax.ts";
export { Subtract } from "./layers/subtract.ts";
export { Weight } from "./layers/weight.ts";
export { l2, type L2 } from "./layers/regularizers.ts";
export { BinaryCrossentropy, type BinaryCrossentropyOptions } from "./losses/binary-crossentropy.ts";
export { BinaryFocalCrossentropy, type BinaryFocalCrossentropyOptions } from "./losses/binary-focal-crossentropy.ts";
export { CategoricalCrossentropy, type CategoricalCrossentropyOptions } from "./losses/categorical-crossentropy.ts";
export { SigmoidFocalCrossEntropy, type SigmoidFocalCrossEntropyOptions } from "./losses/sigmoid-focal-crossentropy.ts";
export { Loss, type LossResult, type OutputFacts } from "./losses/loss.ts";
export { bootstrapAuc, bootstrapInterval, type BootstrapOptions } from "./metrics/bootstrap.ts";
export {
  brierScore,
  calibrationCurve,
  expectedCalibrationError,
  type CalibrationBin,
  type CalibrationOptions,
} from "./metrics/calibration.ts";
export {
  chooseAmong,
  chooseThreshold,
  expectedCost,
  operatingPoints,
  type OperatingPoint,
  type ThresholdRule,
} from "./metrics/choose-threshold.ts";
export {
  CategoricalAccuracy,
  CategoricalCohenKappa,
  ClassMetric,
  MacroF1Score,
  SparseCategoricalAccuracy,
  type ClassMetricOptions,
  type Rows,
} from "./metrics/class-metrics.ts";
export {
  classificationReport,
  type ClassificationReportOptions,
  type ClassificationScores,
  type ClassScores,
} from "./metrics/classification-report.ts";
export type { Column } from "./metrics/column.ts";
export {
  accuracyOf,
  cohenKappa,
  confusionMatrix,
  macroF1,
  matthewsCorrelation,
  type ClassLabel,
  type ConfusionMatrix,
  type ConfusionMatrixOptions,
} from "./metrics/confusion-matrix.ts";
export { Counts, type CountsLayout } from "./metrics/counts.ts";
export { AUC, SensitivityAtSpecificity, SpecificityAtSensitivity, type CurveOptions } from "./metrics/curve-metrics.ts";
export { delong, type DeLong } from "./metrics/delong.ts";
export { Mean, MeanBinaryCrossentropy } from "./metrics/mean-metrics.ts";
export { Metric, StreamingMetric, type MetricOptions } from "./metrics/metric.ts";
export { documentedMetrics } from "./metrics/metrics.ts";
export {
  BalancedAccuracy,
  BinaryAccuracy,
  CohenKappa,
  F1Score,
  FalseNegatives,
  FalsePositives,
  FBetaScore,
  MatthewsCorrelationCoefficient,
  NegativePredictiveValue,
  Precision,
  Recall,
  Specificity,
  TrueNegatives,
  TruePositives,
  type ThresholdOptions,
} from "./metrics/outcome-metrics.ts";
export { averagePrecision, precisionRecallCurve, type PrecisionRecallCurve } from "./metrics/precision-recall-curve.ts";
export { pythonFixed } from "./metrics/python-fixed.ts";
export { rocAuc, rocCurve, type RocCurve, type RocCurveOptions } from "./metrics/roc-curve.ts";
export { binaryTally, confusionTally, type Tally } from "./metrics/tally.ts";
export { wilson, type Interval } from "./metrics/wilson.ts";
export { AveragePrecision, BrierScore, ExactAUC, ExpectedCalibrationError } from "./metrics/score-metrics.ts";
export { AdamW, type AdamWOptions } from "./optimizers/adam-w.ts";
export { Adam, type AdamOptions } from "./optimizers/adam.ts";
export { CosineDecayRestarts, type CosineDecayRestartsOptions } from "./optimizers/schedules/cosine-decay-restarts.ts";
export { CosineDecay, type CosineDecayOptions } from "./optimizers/schedules/cosine-decay.ts";
export { ExponentialDecay, type ExponentialDecayOptions } from "./optimizers/schedules/exponential-decay.ts";
export { InverseTimeDecay, type InverseTimeDecayOptions } from "./optimizers/schedules/inverse-time-decay.ts";
export type { LearningRateSchedule } from "./optimizers/schedules/learning-rate-schedule.ts";
export {
  PiecewiseConstantDecay,
  type PiecewiseConstantDecayOptions,
} from "./optimizers/schedules/piecewise-constant-decay.ts";
export { PolynomialDecay, type PolynomialDecayOptions } from "./optimizers/schedules/polynomial-decay.ts";
export { RMSprop, type RMSpropOptions } from "./optimizers/rmsprop.ts";
export { SGD, type SGDOptions } from "./optimizers/sgd.ts";
export { Optimizer, type OptimizerOptions, type OptimizerState } from "./optimizers/optimizer.ts";
export type { CustomObjects } from "./saving/layer-config.ts";
export { parseStrictJson } from "./saving/json-scanner.ts";
export { modelConfig, modelFromConfig, parseModelConfig, type ModelConfig } from "./saving/model-config.ts";
export { readSafetensors, writeSafetensors, type NamedTensor } from "./saving/safetensors.ts";
export type { SymbolicTensor } from "./graph/symbolic-tensor.ts";
export { mismatches, type LoadReport, type LoadWeightsOptions, type WeightValues } from "./load-weights.ts";
export { Model, type ModelOptions } from "./model.ts";
export { bestIndex, cvResults, deviationOf, meanOf, type CvResults, type FoldResult } from "./search/cv-results.ts";
export { parameterGrid, type Candidate, type Grid } from "./search/parameter-grid.ts";
export { Sequential, type SequentialOptions } from "./sequential.ts";
export { fromArrays, type Batch, type BatchSource } from "./training/batch-source.ts";
export { evaluate, predict, predictAll, type EvaluateOptions } from "./training/evaluate.ts";
export { fit, type FitOptions, type Recipe } from "./training/fit.ts";
export { judgedOutputs, metricNames, type JudgedOutput, type Judgement } from "./training/outputs.ts";
export type { Snapshot } from "./training/snapshot.ts";
export { StepLog, type EpochState } from "./training/step-log.ts";
export { Stepper, type Augmenter } from "./training/step.ts";
