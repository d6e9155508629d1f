import { AUC, SpecificityAtSensitivity } from "./curve-metrics.ts";
import type { Metric } from "./metric.ts";
import {
  BinaryAccuracy,
  FalseNegatives,
  FalsePositives,
  Precision,
  Recall,
  TrueNegatives,
  TruePositives,
} from "./outcome-metrics.ts";

export type { Metric } from "./metric.ts";

/**
 * The documented nine, in their order and under their names. The last is called `sensitivity` there, but is the
 * specificity at a sensitivity of 0.8.
 */
export function documentedMetrics(): Metric[] {
  return [
    new TruePositives({ name: "tp" }),
    new FalsePositives({ name: "fp" }),
    new TrueNegatives({ name: "tn" }),
    new FalseNegatives({ name: "fn" }),
    new BinaryAccuracy({ name: "accuracy" }),
    new Precision({ name: "precision" }),
    new Recall({ name: "recall" }),
    new AUC({ name: "auc" }),
    new SpecificityAtSensitivity({ sensitivity: 0.8, name: "sensitivity" }),
  ];
}
