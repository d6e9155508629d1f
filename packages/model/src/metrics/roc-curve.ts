import type { Column } from "./column.ts";
import { rankedCounts } from "./ranked-counts.ts";

export interface RocCurve {
  /** False positive rates, ascending from 0 to 1. */
  readonly fpr: Float64Array;
  /** True positive rates. */
  readonly tpr: Float64Array;
  /** Scores of at least this are predicted positive; descending from infinity. */
  readonly thresholds: Float64Array;
}

export interface RocCurveOptions {
  /** Leaves out points on a line between others. Default true. */
  readonly dropIntermediate?: boolean;
  readonly sampleWeight?: Column;
}

/**
 * The receiver operating characteristic; without samples of both classes the rates of the missing one are NaN.
 *
 * Unlike Keras' metrics it predicts positive where `score >= threshold`. Throws as `rankedCounts` does.
 * Source: scikit-learn `roc_curve`.
 *
 * @example
 * const { fpr, tpr } = rocCurve([0, 1, 0, 1], [0.1, 0.9, 0.4, 0.35]);
 */
export function rocCurve(
  labels: Column,
  scores: Column,
  { dropIntermediate = true, sampleWeight }: RocCurveOptions = {},
): RocCurve {
  const { thresholds, tp, fp, positives, negatives } = rankedCounts(labels, scores, sampleWeight);
  const isBent = (counts: Float64Array, i: number): boolean =>
    counts[i + 1]! - counts[i]! !== counts[i]! - counts[i - 1]!;
  const kept = Array.from(thresholds.keys()).filter(
    (i) => !dropIntermediate || i === 0 || i === thresholds.length - 1 || isBent(tp, i) || isBent(fp, i),
  );
  return {
    fpr: Float64Array.from([0, ...kept.map((i) => fp[i]!)], (count) => count / negatives),
    tpr: Float64Array.from([0, ...kept.map((i) => tp[i]!)], (count) => count / positives),
    thresholds: Float64Array.from([Infinity, ...kept.map((i) => thresholds[i]!)]),
  };
}

/**
 * Area under the ROC curve over all distinct scores: the chance that a positive scores higher than a negative, ties
 * counted half. NaN where a class is missing. Throws as `rankedCounts` does.
 *
 * @example
 * rocAuc([0, 1, 0, 1], [0.1, 0.9, 0.4, 0.35]); // 0.75
 */
export function rocAuc(labels: Column, scores: Column, sampleWeight?: Column): number {
  const { tp, fp, positives, negatives } = rankedCounts(labels, scores, sampleWeight);
  let area = 0;
  for (let i = 0; i < tp.length; i++) {
    area += ((fp[i]! - (fp[i - 1] ?? 0)) * (tp[i]! + (tp[i - 1] ?? 0))) / 2;
  }
  return area / (positives * negatives);
}
