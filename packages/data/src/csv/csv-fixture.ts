import { join } from "node:path";
import { InputError } from "@tomograd/kernels";
import { expect } from "vitest";
import type { DatasetOptions, LoadedDataset } from "../dataset/dataset.ts";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { loadDataset } from "../dataset/load-dataset.ts";
import { greyPng } from "../image/png-fixture.ts";

export const options: DatasetOptions = {
  channels: 1,
  validationSplit: 0,
  split: "stratified",
  onBad: "error",
  seed: 1,
};
export const png = (value: number) => greyPng(4, value);
/** The images that `plain` lists. */
export const images = { "a.png": png(1), "b.png": png(2), "c.png": png(3), "d.png": png(4) };
export const plain = "path,label\na.png,0\nb.png,1\nc.png,0\nd.png,1\n";

/** Loads a list with these images beside it. */
export async function load(
  list: string | Uint8Array,
  changes: Partial<DatasetOptions> = {},
  files: Readonly<Record<string, Uint8Array | string>> = images,
): Promise<LoadedDataset> {
  const folder = await temporaryFolder({ ...files, "list.csv": list });
  return await loadDataset(join(folder, "list.csv"), { ...options, ...changes });
}

/** What is said of a list that is refused. */
export async function refused(
  list: string | Uint8Array,
  changes: Partial<DatasetOptions> = {},
  files: Readonly<Record<string, Uint8Array | string>> = images,
): Promise<string> {
  const error: unknown = await load(list, changes, files).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

export const labelsOf = (dataset: LoadedDataset) => [...(dataset.splits.train?.labels ?? [])];
