import { shownName } from "@tomograd/data";
import { defineCommand } from "../command.ts";
import { integer } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { plural } from "../plural.ts";
import { foldReport, foldTable, outOfFold, outOfFoldCsv } from "../search/fold-report.ts";
import { resolveStudy } from "../search/resumed-study.ts";
import { runStudy } from "../search/run-study.ts";
import { studyOptions } from "../search/search-options.ts";

const options = {
  folds: option(integer(2, 1000), "folds, of which each is held out once", 5),
  ...studyOptions,
};

export const crossval = defineCommand({
  name: "crossval",
  summary: "train once for each fold of the training data, and evaluate on the fold that was held out",
  examples: [
    "crossval --folds 5 --data pneumoniamnist_64.npz --out studies/pneumonia",
    "crossval --data list.csv --group patient",
    "crossval --resume studies/pneumonia",
  ],
  options,
  async run({ options: now, given, terminal }) {
    const told = await resolveStudy("crossval", options, now, given);
    const source = {
      options: told,
      candidates: [{}],
      folds: told.folds,
      scoring: "val_auc",
      returnTrainScore: false,
      keepProbabilities: true,
    } as const;
    return await runStudy("crossval", source, terminal, async (study) => {
      const { folder, trials } = study;
      const report = foldReport(study);
      await folder.writeJson("crossval.json", report);
      await folder.writeText("predictions_oof.csv", outOfFoldCsv(outOfFold(study), trials.dataset.classNames));
      if (told.json) terminal.json({ study: folder.path, ...report });
      else {
        terminal.result(foldTable(report));
        terminal.result(
          "\nsensitivity is the specificity at a sensitivity of 0.8, its name in the tutorial; std is that of all folds",
        );
        if (report.pooled) terminal.result(pooledText(report.pooled));
        terminal.result(`out-of-fold predictions: ${shownName(folder.file("predictions_oof.csv"))}`);
      }
      const failed = report.folds.flatMap(({ failure }) => (failure ? [failure] : []));
      if (failed.length === 0) return 0;
      terminal.error(`crossval: ${plural(failed.length, "fold")} failed: ${failed[0]!.message}`);
      return failed[0]!.exitCode;
    });
  },
});

function pooledText(pooled: Readonly<Record<string, number | null | string>>): string {
  const shown = (name: string): string => {
    const value = pooled[name];
    return typeof value === "number" ? value.toFixed(4) : "not defined";
  };
  const names = ["auc_exact", "sensitivity", "specificity", "accuracy", "no_information_rate"];
  return `pooled over all held-out samples: ${names.map((name) => `${name} ${shown(name)}`).join(", ")}`;
}
