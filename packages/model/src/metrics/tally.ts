import { ops, type AnyOp, type HostArray, type Shape } from "@tomograd/kernels";
import { emptyCounts } from "./counts.ts";

/** Counts predictions on the device, batch by batch, for metrics that are made of counts. */
export interface Tally {
  /** Takes `probabilities`, `labels` and the counts so far under the name `counted`; its output takes their place. */
  readonly op: AnyOp;
  readonly counted: string;
  readonly output: string;
  empty(outputShape: Shape): HostArray;
}

/** Two classes: a histogram per class, and the confusion at 0.5. */
export const binaryTally: Tally = {
  op: ops.metricHistogram,
  counted: "histogram",
  output: "newHistogram",
  empty: emptyCounts,
};

/** K classes: a confusion matrix, rows the actual classes. */
export const confusionTally: Tally = {
  op: ops.confusionCounts,
  counted: "counts",
  output: "newCounts",
  empty: ([classes]) => new Uint32Array(classes! ** 2),
};
