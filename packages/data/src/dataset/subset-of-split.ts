import { UsageError } from "@tomograd/kernels";
import type { Split, SplitName } from "./dataset.ts";
import { SampleSplit } from "./sample-split.ts";

/**
 * The samples of `indices`, in their order, as a split of their own: with their ids, labels and groups, and the digest and
 * the range of their pixels alone. Pixels are not copied.
 *
 * @throws UsageError for an index outside the split, and for a split that no reader of this package made.
 * @example
 * const [{ train, validation }] = stratifiedKFold(split.labels, 5);
 * const folds = [subsetOfSplit(split, train, "train"), subsetOfSplit(split, validation, "validation")];
 */
export function subsetOfSplit(split: Split, indices: ArrayLike<number>, name: SplitName): Split {
  if (split instanceof SampleSplit) return split.subset(indices, name);
  throw new UsageError({
    subject: "subsetOfSplit",
    rule: "divides splits that loadDataset, arraySplit or phantom made",
    received: "another kind of split",
  });
}
