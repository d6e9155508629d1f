import { ShapeError } from "@tomograd/kernels";
import type { Candidate } from "./parameter-grid.ts";

/** What came of one candidate on one fold; NaN is a score that could not be found. */
export interface FoldResult {
  /** The larger the better. */
  readonly testScore: number;
  readonly trainScore?: number;
  /** Seconds. */
  readonly fitTime: number;
  readonly scoreTime: number;
}

/** A column has a value for each candidate, in their order. */
export type CvResults = Readonly<Record<string, readonly unknown[]>> & {
  readonly params: readonly Candidate[];
  readonly mean_test_score: readonly number[];
  readonly std_test_score: readonly number[];
  readonly rank_test_score: readonly number[];
};

/**
 * The columns of scikit-learn's `cv_results_`, under its names and in its order.
 *
 * mean = sum(x) / n and std = sqrt(sum((x - mean)^2) / n) over the folds, NaN where one of them is. Ranks count from 1, equal
 * means share the smallest; a mean of NaN counts as the worst. A parameter that a candidate does not have is undefined.
 *
 * @param results One row a candidate, one column a fold.
 * @throws ShapeError unless there is a row for each candidate and all have the same number of folds, at least one.
 * Source: scikit-learn `model_selection._search.BaseSearchCV._format_results`.
 * @example const { mean_test_score, rank_test_score } = cvResults(parameterGrid(grid), results);
 */
export function cvResults(candidates: readonly Candidate[], results: readonly (readonly FoldResult[])[]): CvResults {
  const folds = results[0]?.length ?? 0;
  if (folds === 0 || results.length !== candidates.length || results.some((row) => row.length !== folds)) {
    throw new ShapeError({
      subject: "cvResults",
      rule: `needs one row for each of ${candidates.length} candidates, with as many folds in each`,
      received: `rows=${results.length} folds=${results.map((row) => row.length).join(",")}`,
    });
  }
  const times = (name: string, of: (result: FoldResult) => number): Columns =>
    summary(
      name,
      results.map((row) => row.map(of)),
    );
  const scores = (name: string, of: (result: FoldResult) => number): Columns => {
    const rows = results.map((row) => row.map(of));
    const splits = Array.from({ length: folds }, (_, fold) => [`split${fold}_${name}`, rows.map((row) => row[fold]!)]);
    return { ...(Object.fromEntries(splits) as Columns), ...summary(name, rows) };
  };
  const names = [...new Set(candidates.flatMap((candidate) => Object.keys(candidate)))].sort();
  const test = scores("test_score", ({ testScore }) => testScore);
  const hasTrain = results.some((row) => row.some(({ trainScore }) => trainScore !== undefined));
  return {
    ...times("fit_time", ({ fitTime }) => fitTime),
    ...times("score_time", ({ scoreTime }) => scoreTime),
    ...Object.fromEntries(names.map((name) => [`param_${name}`, candidates.map((candidate) => candidate[name])])),
    params: candidates,
    ...test,
    rank_test_score: rankOf(test["mean_test_score"]!),
    ...(hasTrain && scores("train_score", ({ trainScore = NaN }) => trainScore)),
  } as unknown as CvResults;
}

/** The first candidate of rank 1. */
export function bestIndex({ rank_test_score: ranks }: Pick<CvResults, "rank_test_score">): number {
  return ranks.indexOf(1);
}

type Columns = Readonly<Record<string, readonly number[]>>;

function summary(name: string, rows: readonly (readonly number[])[]): Columns {
  return { [`mean_${name}`]: rows.map(meanOf), [`std_${name}`]: rows.map(deviationOf) };
}

/** Ranks from 1, the largest first; equal values share the smallest rank of theirs, and NaN is below everything. */
export function rankOf(values: readonly number[]): number[] {
  const order = values.map((value) => (Number.isNaN(value) ? -Infinity : value));
  return order.map((value) => 1 + order.filter((other) => other > value).length);
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of all values, as NumPy's `std`: divided by n. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}
