import { chooseAmong, operatingPoints, type ThresholdRule } from "@tomograd/model";
import { confusionOf } from "./honest-metrics.ts";
import { thresholdRow, type ThresholdRow } from "./threshold-row.ts";

/** A threshold and the rule that chose it. */
export interface ChosenThreshold {
  readonly rule: string;
  readonly threshold: number;
}

/** What a model says of samples whose labels, 0 and 1, are known. */
export interface ScoredSamples {
  readonly labels: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
}

/** By which thresholds are chosen, on validation data to be judged on others. */
export const RULES: readonly (readonly [string, ThresholdRule])[] = [
  ["youden", "youden"],
  ["sensitivity>=0.8", { sensitivity: 0.8 }],
];

/**
 * The thresholds that validation data choose: with the largest sensitivity + specificity (Youden's index), and with the best
 * specificity of those that keep a sensitivity of 0.8.
 *
 * None where the data hold one class, or a probability is not finite.
 *
 * @example
 * chosenThresholds({ labels: [0, 1], probabilities: [0.2, 0.8] }); // both at 0.5
 */
export function chosenThresholds({ labels, probabilities }: ScoredSamples): ChosenThreshold[] {
  const { tp, fp, tn, fn } = confusionOf(labels, probabilities);
  const isFinite = Array.from(probabilities).every(Number.isFinite);
  if (tp + fn === 0 || fp + tn === 0 || !isFinite) return [];
  const points = operatingPoints(labels, probabilities);
  return RULES.map(([rule, how]) => ({ rule, threshold: chooseAmong(points, how).threshold }));
}

/** What thresholds of validation data give on others: rows named `youden (validation)` and so on, in their order. */
export function pointsAt(
  thresholds: readonly ChosenThreshold[],
  { labels, probabilities }: ScoredSamples,
): ThresholdRow[] {
  return thresholds.map(({ rule, threshold }) =>
    thresholdRow(`${rule} (validation)`, { threshold, ...confusionOf(labels, probabilities, threshold) }),
  );
}

/**
 * The operating points of samples that are judged, at thresholds that only the validation data choose.
 *
 * @example
 * chosenPoints(validation, test).map(({ rule, sensitivity }) => [rule, sensitivity]);
 */
export function chosenPoints(validation: ScoredSamples, judged: ScoredSamples): ThresholdRow[] {
  return pointsAt(chosenThresholds(validation), judged);
}
