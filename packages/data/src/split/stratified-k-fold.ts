import { permutation } from "../random/permutation.ts";
import { checkFolds, splitByFold } from "./folds.ts";
import type { SplitIndices } from "./split-indices.ts";

/** Keeps these random numbers apart from other uses of a seed. */
const STREAM = 0x6b666f6c;

export interface KFoldOptions {
  readonly seed?: number;
  /** Draws the samples of a class at random (the default), instead of giving them to the folds in their order. */
  readonly shuffle?: boolean;
}

/**
 * Divides the samples into k folds, each of which is the validation data once: every class is spread evenly, to within one
 * sample, and so are the sizes of the folds. Without shuffling, the folds of scikit-learn's `StratifiedKFold`.
 *
 * @throws UsageError for k below 2 or above the size of the largest class.
 * @example for (const { train, validation } of stratifiedKFold(labels, 5, { seed: 1 })) …
 */
export function stratifiedKFold(
  labels: ArrayLike<number>,
  k: number,
  { seed = 0, shuffle = true }: KFoldOptions = {},
): SplitIndices[] {
  const members = new Map<number, number[]>();
  for (const [i, label] of Array.from(labels).entries()) {
    const known = members.get(label);
    if (known) known.push(i);
    else members.set(label, [i]);
  }
  // In the order in which they appear, as scikit-learn numbers them.
  const classes = [...members.values()];
  checkFolds(k, Math.max(0, ...classes.map(({ length }) => length)), "samples of the largest class");
  const foldOf = new Uint32Array(labels.length);
  let start = 0;
  for (const [c, indices] of classes.entries()) {
    // Samples sorted by class go to the folds by turns, so that a class begins where the one before ended.
    const folds = indices.map((_, rank) => (start + rank) % k).sort((a, b) => a - b);
    const order = shuffle ? permutation(indices.length, { seed, stream: STREAM, epoch: c }) : undefined;
    for (const [rank, i] of indices.entries()) foldOf[i] = folds[order ? (order[rank] as number) : rank] as number;
    start += indices.length;
  }
  return splitByFold(foldOf, k);
}
