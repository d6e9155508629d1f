import { ops, UsageError, type AnyOp, type HostArray, type Shape } from "@tomograd/kernels";
import { ClassMetric } from "./class-metrics.ts";
import { Counts, emptyCounts } from "./counts.ts";
import { Metric } from "./metric.ts";

/** A metric that follows from counts, so that `fit` and `evaluate` can have it. */
export type CountedMetric = Metric | ClassMetric;

/** Counts predictions on the device, batch by batch, for metrics that are made of counts. */
export interface Tally {
  /** Takes `probabilities`, `labels` and the counts so far under the name `counted`; its output takes their place. */
  readonly op: AnyOp;
  readonly counted: string;
  readonly output: string;
  empty(outputShape: Shape): HostArray;
  /** What metrics make of the counts. Throws a UsageError for one that cannot be made of them. */
  results(metrics: readonly CountedMetric[], counts: ArrayLike<number>, outputShape: Shape): number[];
}

/** Two classes: a histogram per class, and the confusion at 0.5. */
export const binaryTally: Tally = {
  op: ops.metricHistogram,
  counted: "histogram",
  output: "newHistogram",
  empty: emptyCounts,
  results: (metrics, cells) => {
    const counts = new Counts(cells);
    return metrics.map((metric) => {
      if (metric instanceof Metric) return metric.resultOf(counts);
      throw new UsageError({
        subject: metric.name,
        rule: "is a metric of several classes, and this output has one unit",
        received: `numClasses=${metric.numClasses}`,
      });
    });
  },
};

/** K classes: a confusion matrix, rows the actual classes. */
export const confusionTally: Tally = {
  op: ops.confusionCounts,
  counted: "counts",
  output: "newCounts",
  empty: ([classes]) => new Uint32Array(classes! ** 2),
  results: (metrics, cells, [classes = 0]) => {
    const row = (k: number): number[] => Array.from({ length: classes }, (_, i) => cells[k * classes + i]!);
    const matrix = Array.from({ length: classes }, (_, k) => row(k));
    return metrics.map((metric) => {
      if (metric instanceof ClassMetric && metric.numClasses === classes) return metric.resultOf(matrix);
      throw new UsageError({
        subject: metric.name,
        rule: `must be a metric of ${classes} classes, as many as the output has`,
        received: metric instanceof ClassMetric ? `numClasses=${metric.numClasses}` : "a metric of two classes",
        advice: "Take CategoricalAccuracy, MacroF1Score or CategoricalCohenKappa",
      });
    });
  },
};
