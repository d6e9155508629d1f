/** How well one number alone tells the classes apart. */
export interface Separation {
  /** Area under the ROC curve, in the direction that is above a half. */
  readonly auc: number;
  /** How many standard errors of chance it lies above a half. */
  readonly z: number;
}

/** Undefined where a class is missing. Ties count half; the standard error is Mann and Whitney's for equal distributions. */
export function separation(labels: ArrayLike<number>, values: ArrayLike<number>): Separation | undefined {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  let [positives, rankSum] = [0, 0];
  for (let start = 0, end = 0; start < order.length; start = end) {
    let tied = 0;
    for (end = start; end < order.length && values[order[end]!] === values[order[start]!]; end++)
      tied += labels[order[end]!]!;
    // Ranks count from 1; equal values share the mean of theirs.
    rankSum += (tied * (start + 1 + end)) / 2;
    positives += tied;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  const area = (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  const auc = Math.max(area, 1 - area);
  return { auc, z: (auc - 0.5) / Math.sqrt((positives + negatives + 1) / (12 * positives * negatives)) };
}

/** An AUC by which a number that should say nothing of the label says too much. */
const TOO_MUCH = 0.65;

/** Further from a half than the best of a handful of numbers gets by chance. */
const BEYOND_CHANCE = 3;

export function tellsTheLabel({ auc, z }: Separation): boolean {
  return auc > TOO_MUCH && z > BEYOND_CHANCE;
}

/** Standard error of an area under the ROC curve. @see Hanley, McNeil (1982), Radiology 143, equation 1 */
export function aucError(auc: number, positives: number, negatives: number): number {
  const [q1, q2] = [auc / (2 - auc), (2 * auc ** 2) / (1 + auc)];
  const spread = auc * (1 - auc) + (positives - 1) * (q1 - auc ** 2) + (negatives - 1) * (q2 - auc ** 2);
  return Math.sqrt(spread / (positives * negatives));
}
