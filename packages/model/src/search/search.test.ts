import { ShapeError, UsageError } from "@tomograd/kernels";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bestIndex, cvResults, rankOf } from "./cv-results.ts";
import { parameterGrid, type Candidate, type Grid } from "./parameter-grid.ts";

// Made by golden.py.
const golden = JSON.parse(readFileSync(new URL("./golden.json", import.meta.url), "utf8")) as {
  readonly grids: readonly { readonly grid: Grid | Grid[]; readonly candidates: readonly Candidate[] }[];
  readonly searches: readonly {
    readonly scores: readonly (readonly (number | null)[])[];
    readonly results: Readonly<Record<string, readonly (number | null)[]>>;
    readonly best_index: number;
  }[];
};

const result = (testScore: number, trainScore?: number) => ({
  testScore,
  fitTime: 1,
  scoreTime: 2,
  ...(trainScore !== undefined && { trainScore }),
});

const rounded = (value: number): number => Number(value.toFixed(14));

describe("parameterGrid", () => {
  test.each(golden.grids)("S-48 has scikit-learn's candidates in its order: $grid", ({ grid, candidates }) => {
    expect(parameterGrid(grid)).toEqual(candidates);
  });

  test("refuses a name without values", () => {
    expect(() => parameterGrid({ a: [1], b: [] })).toThrow(UsageError);
  });
});

describe("cvResults", () => {
  test.each(golden.searches)("S-48 has scikit-learn's means, deviations and ranks: $scores", (search) => {
    const scores = search.scores.map((row) => row.map((score) => score ?? NaN));
    const found = cvResults(
      scores.map((_, row) => ({ row })),
      scores.map((row) => row.map((score) => result(score))),
    );
    expect(found["split0_test_score"]).toEqual(scores.map(([first]) => first));
    expect(Object.keys(search.results)).toContain("rank_test_score");
    for (const [name, values] of Object.entries(search.results)) {
      expect((found[name] as number[]).map(rounded), name).toEqual(values.map((value) => rounded(value ?? NaN)));
    }
    expect(bestIndex(found)).toBe(search.best_index);
  });

  test("has scikit-learn's columns in its order", () => {
    const found = cvResults(
      [{ b: 1 }, { a: 2 }],
      [
        [result(1, 0.5), result(0, 1)],
        [result(1), result(1)],
      ],
    );
    expect(Object.keys(found)).toEqual([
      "mean_fit_time",
      "std_fit_time",
      "mean_score_time",
      "std_score_time",
      "param_a",
      "param_b",
      "params",
      "split0_test_score",
      "split1_test_score",
      "mean_test_score",
      "std_test_score",
      "rank_test_score",
      "split0_train_score",
      "split1_train_score",
      "mean_train_score",
      "std_train_score",
    ]);
    expect(found["mean_train_score"]).toEqual([0.75, NaN]);
    expect(found["param_a"]).toEqual([undefined, 2]);
    expect(found["mean_score_time"]).toEqual([2, 2]);
  });

  test("ranks all alike where every fit failed", () => expect(rankOf([NaN, NaN])).toEqual([1, 1]));

  test("refuses rows that do not fit", () => {
    expect(() => cvResults([{}], [])).toThrow(ShapeError);
    expect(() => cvResults([{}], [[]])).toThrow(ShapeError);
    expect(() => cvResults([{}, {}], [[result(1)], [result(1), result(1)]])).toThrow(ShapeError);
  });
});
