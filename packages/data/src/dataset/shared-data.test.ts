import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DatasetOptions } from "./dataset.ts";
import { loadDataset } from "./load-dataset.ts";

/** Needs ../shared/data, seen from the repository's root; skipped where it is absent. */
const folder = join(import.meta.dirname, "../../../../../shared/data");
const options: DatasetOptions = { channels: 3, validationSplit: 0.2, split: "stratified", onBad: "error", seed: 1 };

describe.skipIf(!existsSync(folder))("chest X-rays (needs ../shared/data)", () => {
  it("arrays: the counts of the README", async () => {
    const { splits, imageShape } = await loadDataset(join(folder, "kermany64"), options);
    const counts = [splits.train, splits.validation, splits.test].map((split) => [
      split?.length,
      split?.labels.reduce((sum, label) => sum + label, 0),
    ]);
    expect(counts).toEqual([
      [4220, 3107],
      [445, 311],
      [624, 390],
    ]);
    expect(imageShape).toEqual([3, 64, 64]);
  });

  it("folders of JPEGs: resampled to one size, grey in three channels", async () => {
    const imageSize = { height: 64, width: 64 };
    const { splits, classNames, imageShape } = await loadDataset(join(folder, "kermany_folder"), {
      ...options,
      channels: 1,
      imageSize,
    });
    expect(classNames).toEqual(["NORMAL", "PNEUMONIA"]);
    expect(imageShape).toEqual([1, 64, 64]);
    expect([splits.train?.length, splits.validation?.length, splits.test?.length]).toEqual([160, 40, 60]);
  });
});
