import { loadDataset, type Dataset } from "@tomograd/data";
import { ShapeError, InputError } from "@tomograd/kernels";
import type { dataOptions } from "../options/data.ts";
import type { OptionValues } from "../options/option.ts";

export interface LoadOptions extends OptionValues<typeof dataOptions> {
  readonly validationSplit: number;
  readonly split: "stratified" | "tail";
  readonly seed: number;
}

/** Loads a data set as the options say. Throws an InputError for data that cannot be used. */
export async function loadData(options: LoadOptions): Promise<Dataset> {
  const { data, channels, imageSize, layout, positiveClass, onBad, validationSplit, split, seed } = options;
  try {
    return await loadDataset(data, {
      channels,
      onBad,
      validationSplit,
      split,
      seed,
      ...(imageSize && { imageSize }),
      ...(layout && { layout }),
      ...(positiveClass !== undefined && { positiveClass }),
    });
  } catch (cause) {
    if (!(cause instanceof ShapeError)) throw cause;
    const { subject, rule, received, advice } = cause;
    throw new InputError({ subject, rule, ...(received && { received }), ...(advice && { advice }), cause });
  }
}

/** Names, sizes and hashes of a data set, without any path: for `config.json`. */
export function describeDataset(dataset: Dataset) {
  const { name, kind, classNames, positiveClass, imageShape, notes, skipped, splits } = dataset;
  const described = Object.values(splits).map((split) => {
    const positives = split.labels.reduce((sum, label) => sum + label, 0);
    return [
      split.name,
      { length: split.length, positives, sha256: split.sha256, pixelRange: split.pixelRange },
    ] as const;
  });
  return { name, kind, classNames, positiveClass, imageShape, splits: Object.fromEntries(described), notes, skipped };
}
