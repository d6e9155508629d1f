import { permutation, shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { parameterGrid, type Candidate, type Grid } from "@tomograd/model";
import { defineCommand } from "../command.ts";
import { integer, toggle } from "../options/kind.ts";
import { flagOf, option } from "../options/option.ts";
import { plural } from "../plural.ts";
import { grid } from "../search/grid-option.ts";
import { gridCsv, gridReport, gridTable, searchAttributes } from "../search/grid-report.ts";
import { refit } from "../search/refit.ts";
import { resolveStudy } from "../search/resumed-study.ts";
import { runStudy } from "../search/run-study.ts";
import { scoring, studyOptions } from "../search/search-options.ts";
import { DOCUMENTED_ONLY } from "../train/own-network.ts";
import { shownParams } from "../search/trial-log.ts";

/** Keeps these random numbers apart from other uses of a seed. */
const STREAM = 0x67726964;

const table = {
  grid: option(grid, "values to try of a training option, by its name in camelCase; once for each option", undefined),
  cv: option(integer(0, 1000), "folds, of which each is held out once; 0: the data's validation split judges", 5),
  scoring,
  random: option(integer(1, 1_000_000), "try only so many of the grid's candidates, drawn by --seed", undefined),
  returnTrainScore: option(toggle, "score the training data of every trial as well", false),
  refit: option(toggle, "train the best parameters on all training data, into <study>/best", true),
  ...studyOptions,
};

export const gridsearch = defineCommand({
  name: "gridsearch",
  summary: "search lists of training options for the best, as scikit-learn's GridSearchCV does",
  examples: [
    "gridsearch --grid learningRate=1e-3,3e-4 --grid 'filters=16,8;8,4' --cv 3 --out studies/first",
    "gridsearch --grid dropout=.3,.5 --cv 0 --data pneumoniamnist_64.npz",
    "gridsearch --module network.ts --grid learningRate=1e-3,3e-4",
    "gridsearch --resume studies/first",
  ],
  options: table,
  async run({ options: now, given, terminal }) {
    const options = await resolveStudy("gridsearch", table, now, given);
    const { cv, returnTrainScore } = options;
    if (!options.grid) throw new UsageError({ subject: "--grid", rule: "must be given", received: "nothing" });
    requireOnce(options.grid, given);
    requireLearning(options.grid, options.module);
    const candidates = drawn(parameterGrid(options.grid), options.random, options.seed);
    const source = {
      options,
      candidates,
      folds: cv,
      scoring: options.scoring,
      returnTrainScore,
      keepProbabilities: false,
    };
    return await runStudy("gridsearch", source, terminal, async (study) => {
      const { folder, records } = study;
      const report = gridReport(study);
      const { found, bestParams, bestScore, failures } = report;
      await folder.writeJson("cv_results.json", found);
      await folder.writeText("cv_results.csv", gridCsv(found));
      await folder.writeJson("search.json", searchAttributes(report));
      const hasBest = Number.isFinite(bestScore);
      const isRefit = hasBest && options.refit;
      if (isRefit) {
        terminal.note(`refit: ${shownParams(bestParams)}, on all training data`);
        await refit(folder.file("best"), options, bestParams, terminal.quiet);
      }
      if (options.json) {
        terminal.json({ study: folder.path, refit: isRefit, ...searchAttributes(report), cv_results_: found });
      } else {
        terminal.result(gridTable(report));
        if (hasBest) terminal.result(`\nbest: ${shownParams(bestParams)}, ${report.scorer} ${bestScore.toFixed(4)}`);
        if (isRefit) terminal.result(`trained on all training data: ${shownName(folder.file("best"))}`);
      }
      if (failures.length > 0)
        terminal.warn(`${plural(failures.length, "trial")} failed: ${shownName(folder.file("search.json"))} says why`);
      if (hasBest) return 0;
      terminal.error("gridsearch: no candidate has a score: there is no best");
      return records.flat().find(({ failure }) => failure)?.failure?.exitCode ?? 3;
    });
  },
});

/** A value that every candidate overrules would be ignored. */
function requireOnce(searched: Grid, given: ReadonlySet<string>): void {
  const name = Object.keys(searched).find((key) => given.has(key));
  if (name === undefined) return;
  throw new UsageError({
    subject: flagOf(name),
    rule: "must be fixed or searched over",
    received: `${flagOf(name)} and --grid ${name}=…`,
    advice: "Leave one of them out",
  });
}

/** Options of the documented network are none of one's own. */
function requireLearning(searched: Grid, module: string | undefined): void {
  const other = DOCUMENTED_ONLY.filter((key) => key in searched);
  if (module === undefined || other.length === 0) return;
  throw new UsageError({
    subject: "--grid",
    rule: "must name options that the network of --module has as well",
    received: `grid=${other.join(",")}`,
    advice: "These are the documented network's: leave them out",
  });
}

/** So many of the candidates, in the order of the grid. */
function drawn(all: readonly Candidate[], count: number | undefined, seed: number): readonly Candidate[] {
  if (count === undefined || count >= all.length) return all;
  const chosen = permutation(all.length, { seed, stream: STREAM, epoch: 0 }).slice(0, count).sort();
  return Array.from(chosen, (i) => all[i]!);
}
