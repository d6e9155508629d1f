import type { SplitPredictions } from "./read-predictions.ts";

/** A sample of the test data and what was said of it. */
export interface Case {
  readonly id: string;
  /** Its place in the split. */
  readonly index: number;
  readonly probability: number;
  /** 1 = the positive class. */
  readonly actual: 0 | 1;
  readonly predicted: 0 | 1;
}

export interface SelectedCases {
  /** Those that are wrong, the surest first. */
  readonly errors: readonly Case[];
  /** Those that are nearest to the threshold, right or wrong. */
  readonly uncertain: readonly Case[];
}

/** The cases that somebody who wants to know where a model fails looks at first, at most `count` of each kind. */
export function selectCases(predictions: SplitPredictions, threshold: number, count: number): SelectedCases {
  const { ids, labels, probabilities } = predictions;
  const distance = (index: number): number => Math.abs(probabilities[index]! - threshold);
  const isWrong = (index: number): boolean => probabilities[index]! > threshold !== (labels[index] === 1);
  const caseOf = (index: number): Case => ({
    id: ids[index]!,
    index,
    probability: probabilities[index]!,
    actual: labels[index] === 1 ? 1 : 0,
    predicted: probabilities[index]! > threshold ? 1 : 0,
  });
  const all = Uint32Array.from(ids.keys());
  // Of equal distances the earlier sample, so that the same run gives the same page.
  const errors = all.filter(isWrong).sort((a, b) => distance(b) - distance(a) || a - b);
  const nearest = all.sort((a, b) => distance(a) - distance(b) || a - b);
  return {
    errors: Array.from(errors.subarray(0, count), caseOf),
    uncertain: Array.from(nearest.subarray(0, count), caseOf),
  };
}
