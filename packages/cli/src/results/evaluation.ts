import type { Logs } from "@tomograd/model";
import { honestMetrics, type HonestMetrics } from "./honest-metrics.ts";

/** `evaluation.json`: the documented metrics, flat, and honest ones under `extra`. */
export type Evaluation = Readonly<Record<string, number | HonestMetrics>> & { readonly extra: HonestMetrics };

export interface EvaluationContext {
  readonly split: string;
  readonly positiveClass: string;
}

export function makeEvaluation(
  logs: Logs,
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { split, positiveClass }: EvaluationContext,
): Evaluation {
  const honest = honestMetrics(labels, probabilities);
  const { auc_exact_reason: reason } = honest;
  const extra: HonestMetrics = {
    split,
    positive_class: positiveClass,
    threshold: 0.5,
    samples: labels.length,
    "specificity_at_sensitivity_0.8": reason === undefined ? (logs["sensitivity"] ?? null) : null,
    ...(reason !== undefined && { "specificity_at_sensitivity_0.8_reason": reason }),
    ...honest,
  };
  // The documented nine stay Keras': a curve without samples of both classes is 0 there.
  return { ...logs, extra };
}

/** What a reader of the numbers should be warned of. */
export function evaluationWarnings(logs: Logs, extra: HonestMetrics): string[] {
  const warnings: string[] = [];
  const { auc_exact: auc, no_information_rate: rate, ppv, sensitivity } = extra;
  const { accuracy_ci_low: low, accuracy_ci_high: high } = extra;
  if (auc === null)
    warnings.push(`AUC is not defined (${extra["auc_exact_reason"]}): auc is shown as 0, as Keras does`);
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
