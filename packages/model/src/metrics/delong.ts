import type { Column } from "./column.ts";
import { rankedCounts } from "./ranked-counts.ts";
import { Z_95, type Interval } from "./wilson.ts";

export interface DeLong {
  readonly auc: number;
  readonly standardError: number;
  /** At 95 %, cut to [0, 1]. */
  readonly interval: Interval;
}

/**
 * The area under the ROC curve with DeLong's interval: its variance is that of the placements of positives among negatives
 * and the reverse, `S10/m + S01/n`.
 *
 * Undefined with fewer than two samples of a class, and where the variance is 0, as when the classes do not overlap. Throws
 * as `rankedCounts` does. Sources: DeLong et al. (1988), Sun and Xu (2014).
 *
 * @example
 * delong([0, 1, 0, 1], [0.1, 0.9, 0.4, 0.35])?.interval;
 */
export function delong(labels: Column, scores: Column): DeLong | undefined {
  const { tp, fp, positives, negatives } = rankedCounts(labels, scores);
  if (positives < 2 || negatives < 2) return undefined;
  // Samples with one score share one placement: the part of the other class below, ties half.
  const ofPositives = Array.from(tp, (count, i) => {
    const size = count - (tp[i - 1] ?? 0);
    return { size, placement: (negatives - (fp[i]! + (fp[i - 1] ?? 0)) / 2) / negatives };
  });
  const ofNegatives = Array.from(fp, (count, i) => {
    const size = count - (fp[i - 1] ?? 0);
    return { size, placement: (tp[i]! + (tp[i - 1] ?? 0)) / 2 / positives };
  });
  const { mean: auc, variance: s10 } = moments(ofPositives, positives);
  const { variance: s01 } = moments(ofNegatives, negatives);
  const standardError = Math.sqrt(s10 / positives + s01 / negatives);
  if (standardError === 0) return undefined;
  const interval = [Math.max(0, auc - Z_95 * standardError), Math.min(1, auc + Z_95 * standardError)] as const;
  return { auc, standardError, interval };
}

interface Placed {
  readonly size: number;
  readonly placement: number;
}

function moments(groups: readonly Placed[], total: number): { readonly mean: number; readonly variance: number } {
  const mean = groups.reduce((sum, { size, placement }) => sum + size * placement, 0) / total;
  const squares = groups.reduce((sum, { size, placement }) => sum + size * (placement - mean) ** 2, 0);
  return { mean, variance: squares / (total - 1) };
}
