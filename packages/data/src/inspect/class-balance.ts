import type { Split } from "../dataset/dataset.ts";

export interface ClassBalance {
  readonly negatives: number;
  readonly positives: number;
  /** The larger class over the smaller; infinite where one is missing. */
  readonly ratio: number;
}

export function classBalance({ labels }: Pick<Split, "labels">): ClassBalance {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  return { negatives, positives, ratio: Math.max(negatives, positives) / Math.min(negatives, positives) };
}
