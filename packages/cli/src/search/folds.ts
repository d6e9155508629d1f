import {
  stratifiedGroupKFold,
  stratifiedKFold,
  subsetOfSplit,
  validationIndices,
  type LoadedDataset,
  type Split,
} from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import type { StudyOptions } from "./search-options.ts";

/** What one trial trains on, stops early by, and is judged by. */
export interface Fold {
  readonly train: Split;
  /** Chooses the best epoch. */
  readonly validation: Split | undefined;
  readonly heldOut: Split;
  /** Where the held-out samples stand in the training split; undefined where they are the data's validation split. */
  readonly heldOutIndices: Uint32Array | undefined;
}

type FoldOptions = Pick<StudyOptions, "validationSplit" | "split" | "shuffleFolds" | "seed">;

/**
 * The folds of the training split, stratified, and by whole groups where the data have groups. The best epoch is chosen by the
 * data's own validation split, else by a part of the other folds: never by the fold that is held out. 0 folds: the validation
 * split is both.
 *
 * Throws a UsageError for more folds than there are samples or groups, an InputError where there is nothing to hold out.
 */
export function foldsOf({ name, splits }: LoadedDataset, count: number, options: FoldOptions): Fold[] {
  const { train, validation } = splits as { readonly train: Split; readonly validation?: Split };
  if (count === 0) {
    if (validation) return [{ train, validation, heldOut: validation, heldOutIndices: undefined }];
    throw new InputError({
      subject: name,
      rule: "--cv 0 judges by the validation split",
      received: "none",
      advice: "Pass --cv 3, or a --validation-split above 0",
    });
  }
  const { labels, groups } = train;
  const drawing = { seed: options.seed, shuffle: options.shuffleFolds };
  const folds = groups ? stratifiedGroupKFold(labels, groups, count, drawing) : stratifiedKFold(labels, count, drawing);
  return folds.map((fold) => {
    const rest = subsetOfSplit(train, fold.train, "train");
    const heldOut = subsetOfSplit(train, fold.validation, "test");
    const inner = validation ? { train: rest, validation } : divided(rest, options);
    return { ...inner, heldOut, heldOutIndices: fold.validation };
  });
}

function divided(rest: Split, options: FoldOptions): Pick<Fold, "train" | "validation"> {
  if (options.validationSplit === 0) return { train: rest, validation: undefined };
  const { train, validation } = validationIndices({ ...facts(rest), subject: "--validation-split" }, options);
  if (validation.length === 0) return { train: rest, validation: undefined };
  return { train: subsetOfSplit(rest, train, "train"), validation: subsetOfSplit(rest, validation, "validation") };
}

function facts({ labels, groups }: Split): Pick<Split, "labels" | "groups"> {
  return { labels, ...(groups && { groups }) };
}
