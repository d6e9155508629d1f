import { permutation } from "../random/permutation.ts";
import { checkFolds, splitByFold } from "./folds.ts";
import { groupMembers } from "./group-members.ts";
import type { GroupMembers } from "./group-members.ts";
import type { SplitIndices } from "./split-indices.ts";
import type { KFoldOptions } from "./stratified-k-fold.ts";

/** Keeps these random numbers apart from other uses of a seed. */
const STREAM = 0x676b666c;

/**
 * Divides the samples into k folds, each of which is the validation data once, whole groups at a time, with the classes spread
 * as evenly as the groups allow. The groups of a fold do not depend on the order of the samples.
 *
 * As scikit-learn's `StratifiedGroupKFold`: groups by falling deviation of their class counts, each into the fold where the mean
 * over the classes of the deviation between folds becomes least, or, among equals, into the smallest fold. Shuffling, the
 * default, draws the order of groups of equal deviation.
 *
 * @param groups Ids of what stays together; undefined for a sample alone.
 * @throws UsageError for k below 2, or above the number of groups or the size of the largest class.
 * @example stratifiedGroupKFold(labels, patients, 5, { seed: 1 })
 */
export function stratifiedGroupKFold(
  labels: ArrayLike<number>,
  groups: readonly (string | undefined)[],
  k: number,
  { seed = 0, shuffle = true }: KFoldOptions = {},
): SplitIndices[] {
  const { totals, groups: all } = groupMembers(labels, groups);
  checkFolds(k, all.length, "groups");
  checkFolds(k, Math.max(...totals), "samples of the largest class");
  const order = shuffle ? [...permutation(all.length, { seed, stream: STREAM, epoch: 0 })] : [...all.keys()];
  const drawn = order.map((at) => all[at] as GroupMembers);
  // The sort keeps the order of equals.
  drawn.sort((one, other) => deviation(other.counts) - deviation(one.counts));
  const folds = Array.from({ length: k }, () => totals.map(() => 0));
  const foldOf = new Uint32Array(labels.length);
  for (const { indices, counts } of drawn) {
    const fold = bestFold(folds, counts, totals);
    for (const i of indices) foldOf[i] = fold;
    for (const [c, count] of counts.entries()) folds[fold]![c]! += count;
  }
  return splitByFold(foldOf, k);
}

function bestFold(folds: readonly (readonly number[])[], counts: readonly number[], totals: readonly number[]): number {
  let [best, least, smallest] = [0, Infinity, Infinity];
  for (const [at, fold] of folds.entries()) {
    const sum = fold.map((count, c) => count + (counts[c] as number));
    const shares = totals.map((total, c) => folds.map((other, f) => (f === at ? sum : other)[c]! / total));
    const uneven = shares.reduce((mean, share) => mean + deviation(share) / totals.length, 0);
    const size = sum.reduce((samples, count) => samples + count, 0);
    // NumPy's isclose, as scikit-learn compares.
    const isEqual = Math.abs(uneven - least) <= 1e-8 + 1e-5 * least;
    if (uneven < least || (isEqual && size < smallest)) [best, least, smallest] = [at, uneven, size];
  }
  return best;
}

/** The standard deviation, of all values. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
