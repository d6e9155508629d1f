/** Decision thresholds of Keras' streaming AUC: -1e-7, 1/199, …, 198/199, 1 + 1e-7. */
export const THRESHOLDS = 200;

/**
 * Where each count lies in the u32 array of `metricHistogram`.
 *
 * First `THRESHOLDS` cells for class 0, then as many for class 1: cell 0 counts p <= 0, cell k >= 1 counts
 * (k - 1)/199 < p <= k/199, that is `ceil(199 p)`, Keras' bucket b = k - 1. Then the confusion counts at p > 0.5.
 *
 * @example
 * histogram[METRIC_HISTOGRAM.positives + 200 - 1]; // samples of class 1 with p in (198/199, 1]
 */
export const METRIC_HISTOGRAM = {
  negatives: 0,
  positives: THRESHOLDS,
  truePositives: 2 * THRESHOLDS,
  falsePositives: 2 * THRESHOLDS + 1,
  trueNegatives: 2 * THRESHOLDS + 2,
  falseNegatives: 2 * THRESHOLDS + 3,
  /** Elements in all. */
  length: 2 * THRESHOLDS + 4,
} as const;
