import { shownName, type LoadedDataset } from "@tomograd/data";
import { readDataPath, type RunRecord } from "@tomograd/report";
import { loadData } from "../data/load-data.ts";
import { commonOptions, DEFAULT_SEED } from "../options/common.ts";
import { readOptions } from "../options/read-options.ts";
import { trainingOptions, type TrainingOptions } from "../train/training-options.ts";

/** Decided anew, or not for reading data. */
const OTHERS = ["data", "adapter", "device", "init", "augment", "augmentPreview", "out"];
const TABLE = { ...trainingOptions, seed: commonOptions.seed };

/**
 * Loads the data that a run was trained on, as it read them, from `path` if they have moved. Returns why not where there are
 * none, or others than those: their hashes must be the same.
 */
export async function runData(
  folder: string,
  { config }: RunRecord,
  path: string | undefined,
): Promise<LoadedDataset | { readonly reason: string }> {
  const stored = Object.entries(config).filter(
    ([key, value]) => Object.hasOwn(TABLE, key) && !OTHERS.includes(key) && value !== null,
  );
  const { values } = readOptions(TABLE, {}, Object.fromEntries(stored), "config.json");
  const options = values as TrainingOptions;
  const data = path ?? (await readDataPath(folder)) ?? (config.dataset.kind === "phantom" ? "phantom" : undefined);
  if (data === undefined) return { reason: "where the data are is not known (paths.json is missing): --data tells it" };
  const dataset = await loadData({ ...options, data, seed: options.seed ?? DEFAULT_SEED, purpose: "training" });
  const others = (["train", "validation", "test"] as const).filter(
    (name) => dataset.splits[name]?.sha256 !== config.dataset.splits[name]?.sha256,
  );
  if (others.length === 0) return dataset;
  return { reason: `the data are not those of the run: ${others.map(shownName).join(" and ")} have another SHA-256` };
}
