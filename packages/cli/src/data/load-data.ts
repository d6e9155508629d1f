import { loadDataset, shownName, type LoadedDataset, type Split } from "@tomograd/data";
import { ShapeError, InputError } from "@tomograd/kernels";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import type { dataOptions } from "../options/data.ts";
import type { OptionValues } from "../options/option.ts";
import type { ImageSize } from "../options/special-kinds.ts";

export interface LoadOptions extends OptionValues<typeof dataOptions> {
  readonly validationSplit: number;
  readonly split: "stratified" | "tail";
  readonly seed: number;
  readonly purpose: "training" | "evaluation";
}

/** Loads a data set as the options say. Throws an InputError for data that cannot be used. */
export async function loadData(options: LoadOptions): Promise<LoadedDataset> {
  const { data, channels, layout, positiveClass, onBad, validationSplit, split, seed, purpose, dataMemory } = options;
  const { group, delimiter, allowUnlabelled } = options;
  const { dicomWindow, dicomFrame } = options;
  const isArrays = await holdsArrays(data);
  const imageSize = isArrays ? undefined : options.imageSize;
  if (isArrays || data === "phantom") refuseDicomOptions(options);
  try {
    const dataset = await loadDataset(data, {
      channels,
      onBad,
      validationSplit,
      split,
      seed,
      purpose,
      allowUnlabelled,
      ...(group !== undefined && { group }),
      ...(delimiter && { delimiter }),
      ...(imageSize && { imageSize }),
      ...(layout && { layout }),
      ...(dicomWindow !== undefined && { dicomWindow }),
      ...(dicomFrame !== undefined && { dicomFrame }),
      ...(positiveClass !== undefined && { positiveClass }),
      ...(dataMemory !== undefined && { memory: dataMemory * 2 ** 20 }),
    });
    if (isArrays && options.imageSize) requireSize(dataset, options.imageSize);
    return dataset;
  } catch (cause) {
    if (!(cause instanceof ShapeError)) throw cause;
    const { subject, rule, received, advice } = cause;
    throw new InputError({ subject, rule, ...(received && { received }), ...(advice && { advice }), cause });
  }
}

function refuseDicomOptions({ data, dicomWindow = "none", dicomFrame }: LoadOptions): void {
  if (dicomWindow === "none" && dicomFrame === undefined) return;
  throw new InputError({
    subject: shownName(basename(data)),
    rule: "--dicom-window and --dicom-frame are for DICOM images",
    received: "arrays",
    advice: "Leave them out",
  });
}

/** Whether the images come as arrays, in an archive or in .npy files. */
export async function holdsArrays(data: string): Promise<boolean> {
  if (/\.npz$/i.test(data)) return true;
  const entries = await readdir(data).catch((): string[] => []);
  return entries.some((name) => name.endsWith(".npy") && !name.startsWith("."));
}

/** Arrays have the size that they have: one of the size asked for is fine. */
function requireSize({ name, imageShape: [, height, width] }: LoadedDataset, asked: ImageSize): void {
  if (height === asked.height && width === asked.width) return;
  throw new InputError({
    subject: name,
    rule: "arrays are not resampled",
    received: `imageSize=${asked.height}x${asked.width} for images of ${height}x${width}`,
    advice: "Leave --image-size out, or resample the arrays first",
  });
}

/** Names, sizes and hashes of a data set, without any path: for `config.json`. */
export function describeDataset(dataset: LoadedDataset) {
  const { name, kind, classNames, positiveClass, imageShape, notes, skipped, splits } = dataset;
  const described = Object.values(splits).map((split) => {
    const positives = split.labels.reduce((sum, label) => sum + label, 0);
    return [
      split.name,
      { length: split.length, positives, ...groupCount(split), sha256: split.sha256, pixelRange: split.pixelRange },
    ] as const;
  });
  return { name, kind, classNames, positiveClass, imageShape, splits: Object.fromEntries(described), notes, skipped };
}

/** How many patients, or what else must stay together, a split holds; a sample of none is one by itself. */
function groupCount({ groups }: Split): { readonly groups?: number } {
  return groups ? { groups: new Set(groups.map((group, i) => group ?? i)).size } : {};
}
