import { InputError, UsageError } from "@tomograd/kernels";
import { requireProbabilities } from "./calibration.ts";
import { readSamples, type Column } from "./column.ts";
import { rankedCounts } from "./ranked-counts.ts";

/** What a threshold does to given samples: positive are probabilities above it, as in Keras. */
export interface OperatingPoint {
  readonly threshold: number;
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}

/**
 * How to choose: the largest `sensitivity + specificity` (Youden's index); the best specificity with at least a sensitivity,
 * or the reverse; the smallest expected cost where a false negative costs `costRatio` times a false positive.
 */
export type ThresholdRule =
  "youden" | { readonly sensitivity: number } | { readonly specificity: number } | { readonly costRatio: number };

/** What stands in for a threshold below a probability of 0, as in Keras' AUC. */
const BELOW_ZERO = -1e-7;

/**
 * The operating points of all thresholds that differ in what they predict, from none positive to all, each threshold halfway
 * between two probabilities. Throws a NumericError for probabilities outside [0, 1], else as `rankedCounts` does.
 *
 * @example
 * operatingPoints([0, 1], [0.2, 0.8]).map(({ threshold }) => threshold); // [0.9, 0.5, 0.1]
 */
export function operatingPoints(labels: Column, probabilities: Column): OperatingPoint[] {
  requireProbabilities(readSamples(labels, probabilities));
  const { thresholds, tp, fp, positives, negatives } = rankedCounts(labels, probabilities);
  return Array.from({ length: thresholds.length + 1 }, (_, i) => {
    const [lowest, below] = [thresholds[i - 1] ?? 1, thresholds[i] ?? 0];
    const [found, wrong] = [tp[i - 1] ?? 0, fp[i - 1] ?? 0];
    const threshold = i > 0 && lowest === 0 ? BELOW_ZERO : between(below, lowest);
    return { threshold, tp: found, fp: wrong, tn: negatives - wrong, fn: positives - found };
  });
}

/**
 * The operating point that a rule chooses. Choose on validation data: on the data that a model is judged by, the choice
 * flatters it.
 *
 * Of equally good points the one with the larger Youden index, then with the higher threshold. Throws an InputError where a
 * class is missing, a UsageError for a rule outside its range, else as `operatingPoints` does.
 *
 * @example
 * const { threshold } = chooseThreshold(labels, probabilities, { sensitivity: 0.9 });
 */
export function chooseThreshold(labels: Column, probabilities: Column, rule: ThresholdRule): OperatingPoint {
  return chooseAmong(operatingPoints(labels, probabilities), rule);
}

/**
 * What `chooseThreshold` chooses, of all operating points of the samples: for several rules these are ranked once.
 *
 * Throws an InputError where a class is missing, a UsageError for a rule outside its range.
 *
 * @example
 * const points = operatingPoints(labels, probabilities);
 * const costs = [1, 10].map((costRatio) => chooseAmong(points, { costRatio }));
 */
export function chooseAmong(points: readonly OperatingPoint[], rule: ThresholdRule): OperatingPoint {
  const { tn: negatives, fn: positives } = points[0]!;
  if (positives === 0 || negatives === 0) {
    const received = `positive=${positives}, negative=${negatives}`;
    throw new InputError({ subject: "chooseThreshold", rule: "needs samples of both classes", received });
  }
  const merit = meritOf(rule);
  const isBetter = (a: OperatingPoint, b: OperatingPoint): boolean => {
    const gain = merit(a) - merit(b);
    return gain > 0 || (gain === 0 && youden(a) > youden(b));
  };
  return points.reduce((best, point) => (isBetter(point, best) ? point : best));
}

/** `(costRatio fn + fp) / n`: the mean cost of a decision, in costs of a false positive. */
export function expectedCost({ tp, fp, tn, fn }: OperatingPoint, costRatio: number): number {
  return (costRatio * fn + fp) / (tp + fp + tn + fn);
}

/** Youden's index times both class sizes, which keeps it a whole number: equal ones then compare equal. */
function youden({ tp, fp, tn, fn }: OperatingPoint): number {
  return tp * (tn + fp) + tn * (tp + fn);
}

function meritOf(rule: ThresholdRule): (point: OperatingPoint) => number {
  if (rule === "youden") return youden;
  if ("sensitivity" in rule) {
    requireRange("sensitivity", rule.sensitivity, 1);
    return ({ tp, fn, tn }) => (tp / (tp + fn) >= rule.sensitivity ? tn : -1);
  }
  if ("specificity" in rule) {
    requireRange("specificity", rule.specificity, 1);
    return ({ tn, fp, tp }) => (tn / (tn + fp) >= rule.specificity ? tp : -1);
  }
  requireRange("costRatio", rule.costRatio, Number.MAX_VALUE);
  return ({ fn, fp }) => -(rule.costRatio * fn + fp);
}

function requireRange(name: string, value: number, most: number): void {
  if (value >= 0 && value <= most) return;
  const range = most === 1 ? "in [0, 1]" : "finite and not negative";
  throw new UsageError({ subject: "chooseThreshold", rule: `${name} must be ${range}`, received: `${name}=${value}` });
}

/** Halfway, or the lower one where nothing lies between. */
function between(low: number, high: number): number {
  const middle = (low + high) / 2;
  return middle < high ? middle : low;
}
