import { brierScore, expectedCalibrationError, type CalibrationOptions } from "./calibration.ts";
import { readSamples, requireFinite, type Column } from "./column.ts";
import { StreamingMetric, type MetricOptions } from "./metric.ts";
import { averagePrecision } from "./precision-recall-curve.ts";
import { rocAuc } from "./roc-curve.ts";

/**
 * A metric that needs every score, which are kept: for use after `predict`, not in `fit`. In float64; NaN where undefined.
 *
 * Throws a NumericError for scores that are not finite.
 */
abstract class ScoreMetric extends StreamingMetric {
  #labels: number[] = [];
  #scores: number[] = [];
  #weights: number[] = [];

  protected abstract of(labels: readonly number[], scores: readonly number[], weights: readonly number[]): number;

  updateState(yTrue: Column, yPred: Column, sampleWeight?: Column): void {
    const { labels, scores, weights } = readSamples(yTrue, yPred, sampleWeight);
    requireFinite(scores);
    for (const [i, label] of labels.entries()) {
      this.#labels.push(label);
      this.#scores.push(scores[i]!);
      this.#weights.push(weights?.[i] ?? 1);
    }
  }

  result(): number {
    return this.of(this.#labels, this.#scores, this.#weights);
  }

  reset(): void {
    this.#labels = [];
    this.#scores = [];
    this.#weights = [];
  }
}

/** Area under the ROC curve over all distinct scores, ties counted half; see `rocAuc`. */
export class ExactAUC extends ScoreMetric {
  constructor(options?: MetricOptions) {
    super("auc_exact", options);
  }
  protected of(labels: readonly number[], scores: readonly number[], weights: readonly number[]): number {
    return rocAuc(labels, scores, weights);
  }
}

/** Area under the precision-recall curve without interpolation; see `averagePrecision`. */
export class AveragePrecision extends ScoreMetric {
  constructor(options?: MetricOptions) {
    super("average_precision", options);
  }
  protected of(labels: readonly number[], scores: readonly number[], weights: readonly number[]): number {
    return averagePrecision(labels, scores, weights);
  }
}

/** The mean squared error of probabilities; see `brierScore`. */
export class BrierScore extends ScoreMetric {
  constructor(options?: MetricOptions) {
    super("brier_score", options);
  }
  protected of(labels: readonly number[], scores: readonly number[], weights: readonly number[]): number {
    return brierScore(labels, scores, weights);
  }
}

/** How far probabilities are from frequencies; see `expectedCalibrationError`. */
export class ExpectedCalibrationError extends ScoreMetric {
  readonly #options: Pick<CalibrationOptions, "bins" | "equal">;
  constructor({ name, ...options }: MetricOptions & Pick<CalibrationOptions, "bins" | "equal"> = {}) {
    super("expected_calibration_error", name === undefined ? {} : { name });
    this.#options = options;
  }
  protected of(labels: readonly number[], scores: readonly number[], sampleWeight: readonly number[]): number {
    return expectedCalibrationError(labels, scores, { ...this.#options, sampleWeight });
  }
}
