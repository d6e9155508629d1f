import type { SplitPredictions } from "./read-predictions.ts";

/** A sample of the test data and what was said of it. */
export interface Case {
  /** Its place in the split. */
  readonly index: number;
  readonly probability: number;
  /** 1 = the positive class. */
  readonly actual: 0 | 1;
  readonly predicted: 0 | 1;
}

export interface SelectedCases {
  /** Positives that were called negative, the surest first. */
  readonly missed: readonly Case[];
  /** Negatives that were called positive, the surest first. */
  readonly falseAlarms: readonly Case[];
  /** Those that are nearest to the threshold, right or wrong. */
  readonly uncertain: readonly Case[];
}

export const NO_CASES: SelectedCases = { missed: [], falseAlarms: [], uncertain: [] };

/** The cases that somebody who wants to know where a model fails looks at first, at most `count` of each kind. */
export function selectCases(predictions: SplitPredictions, threshold: number, count: number): SelectedCases {
  const { labels, probabilities } = predictions;
  const distance = (index: number): number => Math.abs(probabilities[index]! - threshold);
  const predicted = (index: number): 0 | 1 => (probabilities[index]! > threshold ? 1 : 0);
  const caseOf = (index: number): Case => ({
    index,
    probability: probabilities[index]!,
    actual: labels[index] === 1 ? 1 : 0,
    predicted: predicted(index),
  });
  const all = Uint32Array.from(labels.keys());
  const first = (among: Uint32Array, sign: 1 | -1): Case[] => {
    // Of equal distances the earlier sample, so that the same run gives the same page.
    const ordered = among.sort((a, b) => sign * (distance(a) - distance(b)) || a - b);
    return Array.from(ordered.subarray(0, count), caseOf);
  };
  const wrong = (label: 0 | 1): Uint32Array => all.filter((i) => labels[i] === label && predicted(i) !== label);
  return { missed: first(wrong(1), -1), falseAlarms: first(wrong(0), -1), uncertain: first(all, 1) };
}
