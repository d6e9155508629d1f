import { UsageError } from "@tomograd/kernels";
import { cohenKappa, matthewsCorrelation } from "./confusion-matrix.ts";
import type { Counts } from "./counts.ts";
import { Metric, ratio, type MetricOptions } from "./metric.ts";

/** Options of metrics at one threshold. */
export interface ThresholdOptions extends MetricOptions {
  /** Probabilities above it are predicted positive; in [0, 1]. Default 0.5, the only one that is counted in `fit`. */
  readonly threshold?: number;
  /** Keras' name of `threshold` in most metrics. */
  readonly thresholds?: number;
}

/** A metric of true and false positives and negatives. Throws a UsageError for a threshold outside [0, 1]. */
abstract class OutcomeMetric extends Metric {
  constructor(defaultName: string, options: ThresholdOptions = {}) {
    const threshold = options.threshold ?? options.thresholds ?? 0.5;
    if (!(threshold >= 0 && threshold <= 1)) {
      const received = `threshold=${threshold}`;
      throw new UsageError({ subject: options.name ?? defaultName, rule: "threshold must lie in [0, 1]", received });
    }
    super(defaultName, options, { threshold });
  }
}

/** Positives predicted positive: p > threshold. */
export class TruePositives extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("true_positives", options);
  }
  protected of({ tp }: Counts): number {
    return tp;
  }
}

/** Negatives predicted positive. */
export class FalsePositives extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("false_positives", options);
  }
  protected of({ fp }: Counts): number {
    return fp;
  }
}

/** Negatives predicted negative. */
export class TrueNegatives extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("true_negatives", options);
  }
  protected of({ tn }: Counts): number {
    return tn;
  }
}

/** Positives predicted negative. */
export class FalseNegatives extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("false_negatives", options);
  }
  protected of({ fn }: Counts): number {
    return fn;
  }
}

/** `(tp + tn) / all` */
export class BinaryAccuracy extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("binary_accuracy", options);
  }
  protected of({ tp, tn, fp, fn }: Counts): number {
    return ratio(tp + tn, tp + tn + fp + fn);
  }
}

/** `tp / (tp + fp)`, the positive predictive value. */
export class Precision extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("precision", options);
  }
  protected of({ tp, fp }: Counts): number {
    return ratio(tp, tp + fp);
  }
}

/** `tn / (tn + fn)`: how many of those predicted negative are. */
export class NegativePredictiveValue extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("negative_predictive_value", options);
  }
  protected of({ tn, fn }: Counts): number {
    return ratio(tn, tn + fn);
  }
}

/** `tp / (tp + fn)`, the sensitivity. */
export class Recall extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("recall", options);
  }
  protected of({ tp, fn }: Counts): number {
    return ratio(tp, tp + fn);
  }
}

/** `tn / (tn + fp)`, the true negative rate. */
export class Specificity extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("specificity", options);
  }
  protected of({ tn, fp }: Counts): number {
    return ratio(tn, tn + fp);
  }
}

/** `(sensitivity + specificity) / 2`; 0 where a class is missing. */
export class BalancedAccuracy extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("balanced_accuracy", options);
  }
  protected of({ tp, tn, positives, negatives }: Counts): number {
    return ratio(tp * negatives + tn * positives, 2 * positives * negatives);
  }
}

/**
 * `(1 + b²) tp / ((1 + b²) tp + b² fn + fp)`: recall weighs `beta` times as much as precision.
 *
 * Throws a UsageError for a beta that is not positive.
 */
export class FBetaScore extends OutcomeMetric {
  readonly beta: number;
  constructor({ beta = 1, ...options }: ThresholdOptions & { readonly beta?: number } = {}) {
    super("fbeta_score", options);
    if (!(beta > 0 && beta < Infinity)) {
      throw new UsageError({ subject: this.name, rule: "beta must be positive", received: `beta=${beta}` });
    }
    this.beta = beta;
  }
  protected of({ tp, fp, fn }: Counts): number {
    const square = this.beta ** 2;
    return ratio((1 + square) * tp, (1 + square) * tp + square * fn + fp);
  }
}

/** `2 tp / (2 tp + fp + fn)`, the harmonic mean of precision and recall; the Dice coefficient. */
export class F1Score extends FBetaScore {
  constructor({ name = "f1_score", ...options }: ThresholdOptions = {}) {
    super({ name, ...options });
  }
}

/** Agreement beyond chance, `(p_o - p_e) / (1 - p_e)`, in [-1, 1]. Source: Cohen (1960). */
export class CohenKappa extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("cohen_kappa", options);
  }
  protected of({ matrix }: Counts): number {
    return cohenKappa(matrix);
  }
}

/** Correlation of labels and predictions, `(tp tn - fp fn) / sqrt((tp+fp)(tp+fn)(tn+fp)(tn+fn))`, in [-1, 1]. */
export class MatthewsCorrelationCoefficient extends OutcomeMetric {
  constructor(options?: ThresholdOptions) {
    super("matthews_correlation_coefficient", options);
  }
  protected of({ matrix }: Counts): number {
    return matthewsCorrelation(matrix);
  }
}
