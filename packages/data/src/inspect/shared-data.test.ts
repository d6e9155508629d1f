import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDataset } from "../dataset/load-dataset.ts";
import { phantom } from "../phantom/phantom.ts";
import { findFaults, inspectDataset } from "./inspect-dataset.ts";

/** Needs ../shared/data, seen from the repository's root; skipped where it is absent. */
const folder = join(import.meta.dirname, "../../../../../shared/data");
const options = { channels: 1, validationSplit: 0.2, split: "stratified", onBad: "error", seed: 1 } as const;

it("finds nothing wrong with the phantom", async () => {
  const findings = await inspectDataset(phantom({ seed: 42, channels: 1 }));
  expect(findings.map(({ check }) => check)).toEqual(["auc-width"]);
});

describe.skipIf(!existsSync(folder))("chest X-rays (needs ../shared/data)", () => {
  const arrays = async (memory?: number) =>
    await loadDataset(join(folder, "kermany64"), { ...options, ...(memory !== undefined && { memory }) });

  it("arrays: repeated images within splits, no leak between them", async () => {
    const dataset = await arrays();
    expect(findFaults(dataset)).toEqual([]);
    const findings = await inspectDataset(dataset);
    expect(findings.map(({ check, severity, count }) => [check, severity, count])).toEqual([
      ["duplicates-within-split", "W", 54],
      ["groups-across-splits", "N", 5289],
    ]);
    expect(findings[0]?.text).toContain("train 38, validation 4, test 12");
  });

  it("arrays that are read in parts give the same findings", async () => {
    expect(await inspectDataset(await arrays(0))).toEqual(await inspectDataset(await arrays()));
  });

  it("folders of JPEGs: grey stored in colour, a corner that tells too much", async () => {
    const imageSize = { height: 64, width: 64 };
    const dataset = await loadDataset(join(folder, "kermany_folder"), { ...options, imageSize });
    const findings = await inspectDataset(dataset);
    expect(findings.map(({ check, severity }) => [check, severity])).toEqual([
      ["border-shortcut", "W"],
      ["grey-as-colour", "W"],
      ["groups-across-splits", "N"],
      ["auc-width", "N"],
    ]);
    expect(dataset.splits.train?.facts?.[0]?.file).toEqual({ format: "jpeg", height: 224, width: 224 });
  });
});
