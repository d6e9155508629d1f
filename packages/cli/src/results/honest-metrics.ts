import { exactAuc } from "./exact-auc.ts";
import { wilson } from "./wilson.ts";

export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}

/** Values by name; an undefined one is null, and `<name>_reason` says why. */
export type HonestMetrics = Readonly<Record<string, number | null | string>>;

/** Positive are probabilities above the threshold, as in Keras. */
export function confusionOf(labels: ArrayLike<number>, probabilities: ArrayLike<number>, threshold = 0.5): Confusion {
  const counts = { tp: 0, fp: 0, tn: 0, fn: 0 };
  for (let i = 0; i < labels.length; i++) {
    const isPredicted = probabilities[i]! > threshold;
    if (labels[i]! > 0.5) counts[isPredicted ? "tp" : "fn"] += 1;
    else counts[isPredicted ? "fp" : "tn"] += 1;
  }
  return counts;
}

/** What clinicians and statisticians ask for beside the documented metrics, each undefined where its denominator is 0. */
export function honestMetrics(labels: ArrayLike<number>, probabilities: ArrayLike<number>): HonestMetrics {
  const { tp, fp, tn, fn } = confusionOf(labels, probabilities);
  const [positives, negatives] = [tp + fn, tn + fp];
  const total = positives + negatives;
  const metrics: Record<string, number | null | string> = {};
  const put = (name: string, value: number | undefined, reason: string): void => {
    const isDefined = value !== undefined && Number.isFinite(value);
    metrics[name] = isDefined ? value : null;
    if (!isDefined) metrics[`${name}_reason`] = reason;
  };
  const putShare = (name: string, part: number, of: number, reason: string): void => {
    put(name, of === 0 ? undefined : part / of, reason);
    const [low, high] = wilson(part, of) ?? [];
    if (low === undefined) return;
    metrics[`${name}_ci_low`] = low;
    metrics[`${name}_ci_high`] = high!;
  };
  const oneClass = "needs samples of both classes";
  put("auc_exact", exactAuc(labels, probabilities), oneClass);
  putShare("sensitivity", tp, positives, "there is no positive sample");
  putShare("specificity", tn, negatives, "there is no negative sample");
  putShare("ppv", tp, tp + fp, "no sample is predicted positive");
  putShare("npv", tn, tn + fn, "no sample is predicted negative");
  put("f1", (2 * tp) / (2 * tp + fp + fn), "there is no positive sample, and none is predicted");
  put("balanced_accuracy", (tp / positives + tn / negatives) / 2, oneClass);
  const product = (tp + fp) * positives * negatives * (tn + fn);
  put("mcc", (tp * tn - fp * fn) / Math.sqrt(product), "samples or predictions are of one class");
  putShare("accuracy", tp + tn, total, "there is no sample");
  put("prevalence", positives / total, "there is no sample");
  put("no_information_rate", Math.max(positives, negatives) / total, "there is no sample");
  return metrics;
}
