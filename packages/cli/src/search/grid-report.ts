import { bestIndex, cvResults, type Candidate, type CvResults } from "@tomograd/model";
import { csvText, textCell } from "@tomograd/report";
import { table } from "../table.ts";
import { directionOf } from "../train/monitor.ts";
import type { FinishedStudy } from "./run-study.ts";
import { shownValue } from "./trial-log.ts";

/** More folds than these would push the other columns out of sight. */
const MOST_SPLITS = 5;

/** What a grid search found. */
export interface GridReport {
  readonly found: CvResults;
  readonly bestIndex: number;
  readonly bestParams: Candidate;
  /** NaN where no candidate has a score. */
  readonly bestScore: number;
  readonly splits: number;
  readonly scorer: string;
  /** Why trials have no score. */
  readonly failures: readonly {
    readonly candidate: number;
    readonly fold: number;
    readonly error: string;
    readonly message: string;
  }[];
}

export function gridReport({ trials, records }: FinishedStudy): GridReport {
  const { candidates, folds, scoring, returnTrainScore } = trials;
  const results = records.map((row) =>
    row.map(({ score, trainScore, fitSeconds, scoreSeconds }) => ({
      testScore: score ?? NaN,
      ...(returnTrainScore && { trainScore: trainScore ?? NaN }),
      fitTime: fitSeconds,
      scoreTime: scoreSeconds,
    })),
  );
  const found = cvResults(candidates, results);
  const best = bestIndex(found);
  return {
    found,
    bestIndex: best,
    bestParams: candidates[best]!,
    bestScore: found.mean_test_score[best]!,
    splits: folds.length,
    scorer: scorerName(scoring),
    failures: records.flat().flatMap(({ candidate, fold, failure }) => {
      return failure ? [{ candidate, fold, error: failure.error, message: failure.message }] : [];
    }),
  };
}

/** `search.json`: the attributes of scikit-learn's `GridSearchCV` beside `cv_results_`. */
export function searchAttributes({ bestIndex, bestParams, bestScore, splits, scorer, failures }: GridReport) {
  return {
    best_params_: bestParams,
    best_score_: bestScore,
    best_index_: bestIndex,
    n_splits_: splits,
    scorer_: scorer,
    failures,
  };
}

/** Less is better: scores are the negative, and scikit-learn calls them so. */
function scorerName(scoring: string): string {
  return directionOf(scoring) === "min" ? `neg_${scoring}` : scoring;
}

/** `cv_results.csv`: a row for each candidate, and an empty cell for what is not defined. */
export function gridCsv(found: CvResults): string {
  const names = Object.keys(found);
  const cell = (name: string, value: unknown): string => {
    if (name === "params") return textCell(JSON.stringify(value));
    if (typeof value === "number" && !name.startsWith("param_")) return Number.isNaN(value) ? "" : String(value);
    return value === undefined ? "" : textCell(shownValue(value));
  };
  return csvText(
    names,
    found.params.map((_, row) => names.map((name) => cell(name, found[name]![row]))),
  );
}

/** The best first. */
export function gridTable({ found, splits, scorer }: GridReport): string {
  const params = Object.keys(found).filter((name) => name.startsWith("param_"));
  const shown =
    splits > 1 && splits <= MOST_SPLITS ? Array.from({ length: splits }, (_, i) => `split${i}_test_score`) : [];
  const columns = [
    { title: "rank", of: (row: number) => String(found.rank_test_score[row]) },
    ...params.map((name) => ({
      title: name.slice("param_".length),
      of: (row: number) => shownValue(found[name]![row]),
    })),
    { title: splits > 1 ? `mean ${scorer}` : scorer, of: (row: number) => score(found.mean_test_score[row]) },
    ...(splits > 1 ? [{ title: "std", of: (row: number) => score(found.std_test_score[row]) }] : []),
    ...shown.map((name, i) => ({ title: `fold ${i + 1}`, of: (row: number) => score(found[name]![row]) })),
    ...(found["mean_train_score"]
      ? [{ title: "mean train", of: (row: number) => score(found["mean_train_score"]![row]) }]
      : []),
    { title: "fit s", of: (row: number) => (found["mean_fit_time"]![row] as number).toFixed(1) },
  ];
  const order = found.params.map((_, i) => i).sort((a, b) => found.rank_test_score[a]! - found.rank_test_score[b]!);
  return table(
    columns.map(({ title }) => title),
    order.map((row) => columns.map(({ of }) => of(row))),
  );
}

function score(value: unknown): string {
  return typeof value === "number" && Number.isFinite(value) ? value.toFixed(4) : "-";
}
