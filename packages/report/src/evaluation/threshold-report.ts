import { chooseAmong, expectedCost, operatingPoints, type OperatingPoint } from "@tomograd/model";
import { pointsAt, RULES, type ChosenThreshold } from "./chosen-points.ts";
import { confusionOf } from "./honest-metrics.ts";
import { thresholdRow, type ThresholdRow } from "./threshold-row.ts";

/** The mean cost of a decision where a false negative costs `fn_fp_ratio` false positives, in costs of one. */
export interface CostRow {
  readonly fn_fp_ratio: number;
  readonly cost: number;
  readonly all_negative: number;
  readonly all_positive: number;
  readonly least: number;
  readonly least_threshold: number;
}

export interface ThresholdReport {
  readonly operating_points: readonly ThresholdRow[];
  readonly expected_costs: readonly CostRow[];
}

/** What these data themselves would choose. */
const OWN_RULES: typeof RULES = [...RULES, ["sensitivity>=0.95", { sensitivity: 0.95 }]];

/** How many false positives a false negative may cost. */
export const COST_RATIOS = [1, 2, 5, 10, 20];

/**
 * The threshold in use, those that validation data chose (their rules end with `(validation)`), those that these data would
 * choose, and what decisions cost. It is there to be read: nothing is chosen by it. Without the last two where a class is missing.
 */
export function thresholdReport(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
  validationThresholds: readonly ChosenThreshold[] = [],
): ThresholdReport {
  const pointAt = (at: number): OperatingPoint => ({ threshold: at, ...confusionOf(labels, probabilities, at) });
  const used = pointAt(threshold);
  const positives = used.tp + used.fn;
  const negatives = used.tn + used.fp;
  const told = [thresholdRow("in use", used), ...pointsAt(validationThresholds, { labels, probabilities })];
  if (positives === 0 || negatives === 0) return { operating_points: told, expected_costs: [] };
  const points = operatingPoints(labels, probabilities);
  const chosen = OWN_RULES.map(([name, rule]) => thresholdRow(name, chooseAmong(points, rule)));
  const costs = COST_RATIOS.map((costRatio): CostRow => {
    const best = chooseAmong(points, { costRatio });
    return {
      fn_fp_ratio: costRatio,
      cost: expectedCost(used, costRatio),
      all_negative: (costRatio * positives) / (positives + negatives),
      all_positive: negatives / (positives + negatives),
      least: expectedCost(best, costRatio),
      least_threshold: best.threshold,
    };
  });
  return { operating_points: [...told, ...chosen], expected_costs: costs };
}
