import type { Column } from "./column.ts";
import { rankedCounts } from "./ranked-counts.ts";

export interface PrecisionRecallCurve {
  /** As long as `recall`: one more than thresholds, ending in 1. */
  readonly precision: Float64Array;
  /** Descending, ending in 0; NaN without positives. */
  readonly recall: Float64Array;
  /** Scores of at least this are predicted positive; ascending. */
  readonly thresholds: Float64Array;
}

/**
 * Precision and recall at every distinct score. Throws as `rankedCounts` does.
 *
 * Source: scikit-learn `precision_recall_curve`.
 *
 * @example
 * const { precision, recall } = precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 */
export function precisionRecallCurve(labels: Column, scores: Column, sampleWeight?: Column): PrecisionRecallCurve {
  const { thresholds, tp, fp, positives } = rankedCounts(labels, scores, sampleWeight);
  return {
    precision: Float64Array.from([...tp.map((count, i) => precisionAt(count, fp[i]!)).toReversed(), 1]),
    recall: Float64Array.from([...tp.map((count) => count / positives).toReversed(), 0]),
    thresholds: thresholds.toReversed(),
  };
}

/**
 * `Σ (R_n - R_n-1) P_n` over falling thresholds; NaN without positives. Throws as `rankedCounts` does.
 *
 * Without interpolation, which would be too optimistic. Source: scikit-learn `average_precision_score`.
 *
 * @example
 * averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.83
 */
export function averagePrecision(labels: Column, scores: Column, sampleWeight?: Column): number {
  const { tp, fp, positives } = rankedCounts(labels, scores, sampleWeight);
  let area = 0;
  for (let i = 0; i < tp.length; i++) area += (tp[i]! - (tp[i - 1] ?? 0)) * precisionAt(tp[i]!, fp[i]!);
  return area / positives;
}

/** Samples that weigh nothing make no prediction. */
function precisionAt(tp: number, fp: number): number {
  return tp + fp === 0 ? 0 : tp / (tp + fp);
}
