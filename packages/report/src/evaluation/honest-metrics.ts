import {
  averagePrecision,
  bootstrapAuc,
  brierScore,
  delong,
  expectedCalibrationError,
  rocAuc,
  wilson,
  type Interval,
} from "@tomograd/model";

export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}

/** Values by name; an undefined one is null, and `<name>_reason` says why. */
export type HonestMetrics = Readonly<Record<string, number | null | string>>;

/** More samples than these are resampled too slowly, and DeLong's interval is as good. */
const MOST_RESAMPLED = 10_000;

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

export interface HonestOptions {
  /** Probabilities above it are predicted positive. Default 0.5. */
  readonly threshold?: number | undefined;
  /** The patient, or what else each sample belongs to: the bootstrap then draws these. Other intervals take samples as independent. */
  readonly groups?: readonly (string | number)[] | undefined;
}

/** What clinicians and statisticians ask for beside the documented metrics, each undefined where its denominator is 0. */
export function honestMetrics(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { threshold = 0.5, groups }: HonestOptions = {},
): HonestMetrics {
  const { tp, fp, tn, fn } = confusionOf(labels, probabilities, threshold);
  const [positives, negatives] = [tp + fn, tn + fp];
  const total = positives + negatives;
  const metrics: Record<string, number | null | string> = {};
  const put = (name: string, value: number | undefined, reason: string): void => {
    const isDefined = value !== undefined && Number.isFinite(value);
    metrics[name] = isDefined ? value : null;
    if (!isDefined) metrics[`${name}_reason`] = reason;
  };
  const putInterval = (name: string, interval: Interval | undefined): void => {
    if (!interval) return;
    [metrics[`${name}_ci_low`], metrics[`${name}_ci_high`]] = interval;
  };
  const putShare = (name: string, part: number, of: number, reason: string): void => {
    put(name, of === 0 ? undefined : part / of, reason);
    putInterval(name, wilson(part, of));
  };
  if (groups) metrics["groups"] = new Set(groups).size;
  const oneClass = "needs samples of both classes";
  put("auc_exact", rocAuc(labels, probabilities), oneClass);
  const placed = delong(labels, probabilities);
  putInterval("auc_exact", placed?.interval);
  // Where all positives score above all negatives every resample agrees: that is no certainty.
  if (placed && total <= MOST_RESAMPLED) {
    putInterval("auc_exact_bootstrap", bootstrapAuc(labels, probabilities, groups && { groups }));
  } else if (placed) metrics["auc_exact_bootstrap_ci_reason"] = `not made of more than ${MOST_RESAMPLED} samples`;
  if (!placed && metrics["auc_exact"] !== null) {
    const few = Math.min(positives, negatives) < 2;
    metrics["auc_exact_ci_reason"] = few ? "one sample of a class has no variance" : "the classes do not overlap";
  }
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
  put("average_precision", averagePrecision(labels, probabilities), "there is no positive sample");
  put("brier", brierScore(labels, probabilities), "there is no sample");
  put("ece", expectedCalibrationError(labels, probabilities), "there is no sample");
  const byMass = expectedCalibrationError(labels, probabilities, { equal: "mass" });
  put("ece_equal_mass", byMass, "there is no sample");
  return metrics;
}
