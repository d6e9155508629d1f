import { InputError } from "@tomograd/kernels";
import { stratifiedGroupSplit } from "../split/stratified-group-split.ts";
import type { SplitIndices } from "../split/split-indices.ts";
import { stratifiedSplit } from "../split/stratified-split.ts";
import { tailSplit } from "../split/tail-split.ts";
import type { DatasetOptions, Split } from "./dataset.ts";
import { pick, sharedGroups } from "./shared-groups.ts";

/** What the choice goes by; `subject` is named in an error. */
export interface DividedSamples extends Pick<Split, "labels" | "groups"> {
  readonly subject: string;
}

/**
 * Which samples of a training set are taken for validation: a part of each class, or the last ones, and never some of a group
 * alone.
 *
 * @throws UsageError unless 0 <= validationSplit < 1; InputError where the last ones would divide a group.
 * @example validationIndices({ ...train, subject: "train" }, { validationSplit: 0.2, split: "stratified", seed: 42 })
 */
export function validationIndices(
  { labels, groups, subject }: DividedSamples,
  options: Pick<DatasetOptions, "validationSplit" | "split" | "seed">,
): SplitIndices {
  const { validationSplit, seed } = options;
  if (options.split === "stratified") {
    return groups
      ? stratifiedGroupSplit(labels, groups, validationSplit, seed)
      : stratifiedSplit(labels, validationSplit, seed);
  }
  const indices = tailSplit(labels.length, validationSplit);
  const crossing = groups ? sharedGroups([indices.train, indices.validation].map((part) => pick(groups, part))) : 0;
  if (crossing === 0) return indices;
  throw new InputError({
    subject,
    rule: "a group must not be in training and in validation data",
    received: `${crossing} groups that the tail split would divide`,
    advice: "Split by --split stratified",
  });
}
