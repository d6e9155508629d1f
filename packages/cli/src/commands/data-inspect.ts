import { classBalance, fileMd5, inspectDataset, medmnistByMd5, shownName, type LoadedDataset } from "@tomograd/data";
import { basename } from "node:path";
import { defineCommand } from "../command.ts";
import { sayDataNotes } from "../data/data-notes.ts";
import { describeDataset, loadData } from "../data/load-data.ts";
import { printInspection, suggestedWeights } from "../data/print-inspection.ts";
import { EXIT } from "../exit.ts";
import { openModel } from "../model/open-model.ts";
import { DEFAULT_SEED } from "../options/common.ts";
import { dataOptions, splitOptions } from "../options/data.ts";
import { choice, text } from "../options/kind.ts";
import { option } from "../options/option.ts";

const { data: _data, ...readingOptions } = dataOptions;
const { normalize: _normalize, ...dividingOptions } = splitOptions;

/** What each gate lets nobody pass with. */
const GATES = { error: "E", warning: "EW", off: "" } as const;

export const dataInspect = defineCommand({
  name: "data inspect",
  arguments: "<data>",
  summary: "look at classes, ranges, duplicates, leakage between splits and shortcuts",
  examples: ["data inspect pneumoniamnist_64.npz", "data inspect xrays --image-size 64 --gate warning --json"],
  options: {
    ...readingOptions,
    ...dividingOptions,
    model: option(text("<dir>"), "a model whose normalisation is compared with the training split", undefined),
    gate: option(choice("error", "warning", "off"), "exit with code 7 when there are such findings", "error"),
  },
  ignores: ["device", "adapter"],
  async run({ options, arguments: [data = "phantom"], terminal }) {
    const model = options.model === undefined ? undefined : await openModel(options.model, terminal);
    const dataset = await loadData({
      ...options,
      data,
      seed: options.seed ?? DEFAULT_SEED,
      // A split without one of the classes is something to report, not to refuse.
      purpose: "evaluation",
    });
    const name = basename(data);
    const file = /\.npz$/i.test(name) ? { name, md5: await fileMd5(data, shownName(name)) } : undefined;
    const findings = await inspectDataset(dataset, {
      ...(file && { file }),
      ...(model && { normalization: model.metadata.normalization }),
    });
    const licence = file && medmnistByMd5(file.md5)?.set.licence;
    if (options.json) {
      terminal.json({ ...describeDataset(dataset), balance: balanceOf(dataset), licence: licence ?? null, findings });
    } else {
      sayDataNotes(terminal, dataset.notes);
      if (licence) terminal.note(`licence: ${licence}; not intended for clinical use`);
      printInspection(terminal, dataset, findings);
    }
    return findings.some(({ severity }) => GATES[options.gate].includes(severity)) ? EXIT.gate : EXIT.ok;
  },
});

function balanceOf({ splits }: LoadedDataset) {
  const counts = Object.values(splits).map((split) => {
    const { negatives, positives, ratio } = classBalance(split);
    return [split.name, { negatives, positives, ratio: Number.isFinite(ratio) ? ratio : null }] as const;
  });
  const weights = splits.train && suggestedWeights(splits.train);
  return { splits: Object.fromEntries(counts), classWeights: weights ? { 0: weights[0], 1: weights[1] } : null };
}
