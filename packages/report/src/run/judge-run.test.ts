import { UsageError } from "@tomograd/kernels";
import { chooseThreshold } from "@tomograd/model";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judgeRun } from "./judge-run.ts";
import { readRun } from "./read-run.ts";
import { writeRun } from "./run-fixture.ts";
import { runWarnings } from "./run-warnings.ts";

describe("the judgement of a run", () => {
  test("is evaluation.json's at its threshold", async () => {
    const run = await readRun(writeRun());
    const judgement = judgeRun(run)!;
    expect(judgement).toMatchObject({ threshold: 0.5, source: "default", confusion: run.evaluation!.confusion });
    expect(judgement.metrics).toBe(run.evaluation!.metrics);
    expect(judgement.report).toMatch(/^ +precision +recall +f1-score +support\n\n +healthy /);
  });

  test("counts anew at another threshold, and keeps what only evaluation.json knows", async () => {
    const run = await readRun(writeRun());
    const metrics = { ...run.evaluation!.metrics, auc_exact_ci_low: 0.125, groups: 7 };
    const judgement = judgeRun({ ...run, evaluation: { ...run.evaluation!, metrics } }, 0.9)!;
    const { labels, probabilities } = run.predictions.test!;
    const found = probabilities.filter((p, i) => p > 0.9 && labels[i] === 1).length;
    expect(judgement.confusion[1]![1]).toBe(found);
    expect(judgement.metrics["sensitivity"]).toBeCloseTo(found / 20, 12);
    expect(judgement.metrics).toMatchObject({ auc_exact_ci_low: 0.125, groups: 7 });
  });

  test("chooses on validation data alone", async () => {
    const run = await readRun(writeRun({ samples: { validation: 30, test: 40 } }));
    const { validation, test: judged } = run.predictions;
    const { points, costs } = judgeRun(run)!;
    expect(points.map(({ rule }) => rule)).toEqual(["youden", "sensitivity>=0.8"]);
    expect(points[0]!.threshold).toBe(
      chooseThreshold(validation!.labels, validation!.probabilities, "youden").threshold,
    );
    expect(points[0]!.tp + points[0]!.fn).toBe(20);
    expect(costs[0]!.chosen!.threshold).toBe(
      chooseThreshold(validation!.labels, validation!.probabilities, { costRatio: 1 }).threshold,
    );
    expect([costs[0]!.allNegative, costs[0]!.allPositive]).toEqual([0.5, 0.5]);
    const swapped = judgeRun({ ...run, predictions: { test: judged!, train: validation! } })!;
    expect(swapped.points).toEqual([]);
    expect(swapped.costs[0]).not.toHaveProperty("chosen");
  });

  test("takes the model's threshold, and refuses where it holds none", async () => {
    const folder = writeRun();
    expect(judgeRun(await readRun(folder), "validation")).toMatchObject({ threshold: 0.45, source: "validation" });
    rmSync(join(folder, "model"), { recursive: true });
    const run = await readRun(folder);
    expect(() => judgeRun(run, "validation")).toThrow(UsageError);
  });

  test("is none without test predictions", async () => {
    expect(judgeRun(await readRun(writeRun({ samples: { train: 4 } })))).toBeUndefined();
  });
});

describe("warnings", () => {
  test("of few samples, of an unfinished run, of validation data that say more", async () => {
    const folder = writeRun({ classNames: ["healthy", "lesion"] });
    const run = await readRun(folder);
    const few = runWarnings({ ...run, end: undefined }, judgeRun(run)).join("\n");
    expect(few).toContain("has not come to its end");
    expect(few).toContain("Only 20 test images are “lesion”");
    const metrics = { ...run.evaluation!.metrics, auc_exact_ci_low: 0.5, auc_exact_ci_high: 0.6 };
    const other = { ...run, evaluation: { ...run.evaluation!, metrics } };
    expect(runWarnings(other, judgeRun(other)).join("\n")).toContain("lies above the interval of the test data");
  });

  test("of what was found in the data, even if nothing was judged", async () => {
    const run = await readRun(writeRun());
    const notes = ["images are resampled", "warning: patients in more than one split: 3", "warning: Keep one of each."];
    const { config } = run;
    const found = runWarnings({ ...run, config: { ...config, dataset: { ...config.dataset, notes } } }, undefined);
    expect(found).toEqual(["The data: patients in more than one split: 3.", "The data: Keep one of each."]);
  });

  test("there are none of a run that is in order", async () => {
    const run = await readRun(writeRun({ samples: { train: 400, validation: 400, test: 400 } }));
    const metrics = { ...run.evaluation!.metrics, ece: 0.01 };
    const sound = { ...run, evaluation: { ...run.evaluation!, metrics } };
    expect(runWarnings(sound, judgeRun(sound))).toEqual([]);
  });
});
