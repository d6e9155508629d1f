import type { Logs } from "@tomograd/model";
import { honestMetrics, type HonestMetrics } from "./honest-metrics.ts";

/** `evaluation.json`: the documented metrics, flat, and honest ones under `extra`. */
export type Evaluation = Readonly<Record<string, number | null | HonestMetrics>> & { readonly extra: HonestMetrics };

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
  const extra: HonestMetrics = {
    split,
    positive_class: positiveClass,
    threshold: 0.5,
    samples: labels.length,
    "specificity_at_sensitivity_0.8": logs["sensitivity"] ?? null,
    ...honestMetrics(labels, probabilities),
  };
  return { ...logs, extra };
}

/** What a reader of the numbers should be warned of. */
export function evaluationWarnings(logs: Logs, extra: HonestMetrics): string[] {
  const warnings: string[] = [];
  const { auc_exact: auc, accuracy_ci_low: low, no_information_rate: rate, ppv, sensitivity } = extra;
  if (auc === null) warnings.push(`AUC is not defined: ${extra["auc_exact_reason"]}`);
  if (ppv === null)
    warnings.push("precision is not defined (no sample is predicted positive): shown as 0, as Keras does");
  if (sensitivity === null) warnings.push("recall is not defined (no positive sample): shown as 0, as Keras does");
  if (typeof low === "number" && typeof rate === "number" && low <= rate) {
    warnings.push(
      `accuracy ${logs["accuracy"]?.toFixed(4)} is within noise of always predicting the more frequent class (${rate.toFixed(4)})`,
    );
  }
  return warnings;
}
