import { classificationReport, type ClassificationScores, type ConfusionMatrix, type Logs } from "@tomograd/model";
import type { ChosenThreshold } from "./chosen-points.ts";
import { confusionOf, honestMetrics, type HonestOptions } from "./honest-metrics.ts";
import { thresholdReport, type CostRow } from "./threshold-report.ts";
import type { ThresholdRow } from "./threshold-row.ts";

/** What stands beside the documented metrics: single ones by name, as `HonestMetrics`, and tables. */
export interface EvaluationExtra {
  readonly split: string;
  readonly positive_class: string;
  /** Probabilities above it count as positive, everywhere in `extra` where no other threshold is named. */
  readonly threshold: number;
  /** Rows are actual, columns predicted: `[[tn, fp], [fn, tp]]`. */
  readonly confusion_matrix: ConfusionMatrix;
  readonly classification_report: ClassificationScores;
  readonly operating_points: readonly ThresholdRow[];
  readonly expected_costs: readonly CostRow[];
  readonly [metric: string]: unknown;
}

/** `evaluation.json`: the documented metrics, flat, and honest ones under `extra`. */
export type Evaluation = Readonly<Record<string, number | EvaluationExtra>> & { readonly extra: EvaluationExtra };

export interface EvaluationContext extends HonestOptions {
  readonly split: string;
  /** The names of classes 0 and 1; the second is the positive one. */
  readonly classNames: readonly [string, string];
  /** What the validation data chose when the model was trained: reported, and nothing else goes by it. */
  readonly validationThresholds?: readonly ChosenThreshold[] | undefined;
}

export function makeEvaluation(
  logs: Logs,
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  context: EvaluationContext,
): Evaluation {
  const { split, classNames, threshold = 0.5, validationThresholds } = context;
  const honest = honestMetrics(labels, probabilities, context);
  const { tp, fp, tn, fn } = confusionOf(labels, probabilities, threshold);
  const { auc_exact_reason: reason } = honest;
  const extra: EvaluationExtra = {
    split,
    positive_class: classNames[1],
    threshold,
    samples: labels.length,
    "specificity_at_sensitivity_0.8": reason === undefined ? (logs["sensitivity"] ?? null) : null,
    ...(reason !== undefined && { "specificity_at_sensitivity_0.8_reason": reason }),
    ...honest,
    confusion_matrix: [
      [tn, fp],
      [fn, tp],
    ],
    classification_report: classificationReport(...classesOf(labels, probabilities, threshold), {
      classes: [0, 1],
      targetNames: classNames,
      outputDict: true,
    }),
    ...thresholdReport(labels, probabilities, threshold, validationThresholds),
  };
  // The documented nine stay Keras': a curve without samples of both classes is 0 there.
  return { ...logs, extra };
}

/** Actual and predicted classes, 0 and 1. */
export function classesOf(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): readonly [actual: number[], predicted: number[]] {
  return [
    Array.from(labels, (label) => (label > 0.5 ? 1 : 0)),
    Array.from(probabilities, (probability) => (probability > threshold ? 1 : 0)),
  ];
}

/** What a reader of the numbers should be warned of. */
export function evaluationWarnings(logs: Logs, extra: Readonly<Record<string, unknown>>): string[] {
  const warnings: string[] = [];
  const { auc_exact: auc, no_information_rate: rate, ppv, sensitivity } = extra;
  const { accuracy_ci_low: low, accuracy_ci_high: high } = extra;
  if (auc === null) {
    const reason = extra["auc_exact_reason"];
    const why = typeof reason === "string" ? ` (${reason})` : "";
    warnings.push(`AUC is not defined${why}: auc is shown as 0, as Keras does`);
  }
  if (ppv === null)
    warnings.push("precision is not defined (no sample is predicted positive): shown as 0, as Keras does");
  if (sensitivity === null) warnings.push("recall is not defined (no positive sample): shown as 0, as Keras does");
  if (typeof low === "number" && typeof high === "number" && typeof rate === "number" && low <= rate) {
    const verdict = high < rate ? "no better than (significantly worse than)" : "within noise of";
    const accuracy = logs["accuracy"]?.toFixed(4);
    warnings.push(`accuracy ${accuracy} is ${verdict} always predicting the more frequent class (${rate.toFixed(4)})`);
  }
  return warnings;
}
