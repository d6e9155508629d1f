import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { signalAt } from "../testing/at-moment.ts";
import { cli, finishCli, startCli, temporaryFolder, type CliResult } from "../testing/run-cli.ts";
import { json, small, smallData, text } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const study = join(folder, "study");
const SMALL = small(data).filter((_, i, all) => all[i] !== "--filters" && all[i - 1] !== "--filters");
const GRID = ["--grid", "learningRate=1e-2,1e10", "--grid", "filters=2,2;3,2"];
const SEARCH = ["gridsearch", ...SMALL, "--epochs", "2", ...GRID, "--cv", "2"];
const TRIALS = [0, 1, 2, 3].flatMap((row) => [0, 1].map((fold) => `candidate-000${row}-fold-${fold}.json`));

let first: CliResult;

/** What does not depend on how long it took. */
const scores = (path: string): unknown =>
  Object.entries(json(path, "cv_results.json")).filter(([name]) => !name.endsWith("_time"));

beforeAll(async () => {
  await smallData(data);
  first = await cli(...SEARCH, "--out", study);
});

describe("gridsearch", () => {
  test("S-48 tries every candidate on every fold, in scikit-learn's order and under its names", () => {
    expect(first.code).toBe(0);
    const found = json(study, "cv_results.json") as Record<string, (number | null)[]>;
    expect(found["params"]).toEqual([
      { filters: [2, 2], learningRate: 1e-2 },
      { filters: [2, 2], learningRate: 1e10 },
      { filters: [3, 2], learningRate: 1e-2 },
      { filters: [3, 2], learningRate: 1e10 },
    ]);
    expect(found["param_learningRate"]).toEqual([1e-2, 1e10, 1e-2, 1e10]);
    for (const i of [0, 2]) {
      const mean = (found["split0_test_score"]![i]! + found["split1_test_score"]![i]!) / 2;
      expect(found["mean_test_score"]![i]).toBeCloseTo(mean, 12);
    }
    expect(text(study, "cv_results.csv").split("\n")[0]).toBe(Object.keys(found).join(","));
    expect(first.stdout).toMatch(
      /^rank {2}filters {2}learningRate {2}mean val_auc +std {2}fold 1 {2}fold 2 {2}fit s\n {3}1/,
    );
  });

  test("S-48 a trial that fails is recorded with its reason, and the others go on", () => {
    const found = json(study, "cv_results.json");
    expect(found["mean_test_score"]).toEqual([expect.any(Number), null, expect.any(Number), null]);
    expect(found["rank_test_score"]).toEqual([expect.any(Number), 3, expect.any(Number), 3]);
    expect(json(study, "search.json")["failures"]).toHaveLength(4);
    expect(json(study, "trials", TRIALS[2]!)["failure"]).toMatchObject({ error: "NumericError", exitCode: 5 });
    expect(first.stderr).toContain("warning: [3/8] fold 1/2 filters=2,2 learningRate=10000000000: failed after");
  });

  test("S-48 the best parameters are trained on all training data, into a run like any other", async () => {
    const attributes = json(study, "search.json");
    const best = attributes["best_params_"] as Record<string, unknown>;
    const config = json(study, "best", "config.json");
    expect(config).toMatchObject({ ...best, dataset: { splits: { train: { length: 20 } } } });
    expect(attributes["best_index_"]).toBe((json(study, "cv_results.json")["rank_test_score"] as number[]).indexOf(1));
    const evaluated = await cli(
      "evaluate",
      "--model",
      join(study, "best"),
      "--data",
      data,
      "--device",
      "reference",
      "--json",
    );
    expect(evaluated.code).toBe(0);
    expect(JSON.parse(evaluated.stdout)).toEqual(json(study, "best", "evaluation.json"));
  });

  test("the same command again computes what is missing, and comes to the same", async () => {
    const before = scores(study);
    const times = (): number[] => TRIALS.slice(1).map((name) => statSync(join(study, "trials", name)).mtimeMs);
    const kept = times();
    rmSync(join(study, "trials", TRIALS[0]!));
    writeFileSync(join(study, "trials", ".1-1.partial"), "{");
    const again = await cli(...SEARCH, "--out", study);
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("7 of 8 trials are done already") });
    expect(again.stderr).toContain("this run is finished");
    expect(scores(study)).toEqual(before);
    expect(times()).toEqual(kept);
    expect(readdirSync(join(study, "trials")).sort()).toEqual(TRIALS);
    const resumed = await cli("gridsearch", "--resume", study, "--json", "--quiet");
    expect(JSON.parse(resumed.stdout)).toMatchObject({ study, refit: true, n_splits_: 2, scorer_: "val_auc" });
  });

  test("F23 another grid, option or data set is refused with what differs", async () => {
    const other = join(folder, "other");
    await smallData(other, { train: 24 });
    const files = (): string[] => readdirSync(study, { recursive: true, encoding: "utf8" }).sort();
    const before = files();
    const refused = async (...args: string[]): Promise<string> => {
      const { code, stderr } = await cli(...args, "--quiet");
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refused(...SEARCH, "--dropout", ".3", "--out", study)).toContain("--dropout: 0.5 then, 0.3 now.");
    expect(await refused(...SEARCH, "--data", other, "--out", study)).toMatch(
      /train data: 20 samples .* then, 24 samples/,
    );
    expect(await refused(...SEARCH, "--grid", "l2=0", "--out", study)).toContain('--grid: {"filters"');
    expect(await refused("gridsearch", "--resume", study, "--cv", "3")).toContain("Received --cv=3 against 2.");
    expect(await refused(...SEARCH, "--learning-rate", ".1", "--out", study)).toContain("fixed or searched over");
    expect(files()).toEqual(before);
  });

  test("A9 a folder that holds something else is left alone", async () => {
    const full = join(folder, "full");
    mkdirSync(full);
    writeFileSync(join(full, "thesis.txt"), "");
    expect(await cli(...SEARCH, "--out", full)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("the folder must be empty or hold a study"),
    });
    expect(readdirSync(full)).toEqual(["thesis.txt"]);
    const missing = join(folder, "missing");
    expect((await cli(...SEARCH, "--data", join(folder, "nowhere"), "--out", missing)).code).toBe(3);
    expect(existsSync(missing)).toBe(false);
  });

  test("trials in processes of their own come to the same, and --cv 0 judges by the validation split", async () => {
    const options = [...SEARCH, "--cv", "0", "--no-refit"];
    const [alone, together] = [join(folder, "alone"), join(folder, "together")];
    expect(await cli(...options, "--out", alone)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("trials are judged by the validation split"),
    });
    expect((await cli(...options, "--jobs", "2", "--out", together)).code).toBe(0);
    expect(scores(together)).toEqual(scores(alone));
    expect(existsSync(join(alone, "best"))).toBe(false);
  });

  test("where every trial fails there is no best, and the exit code says why", async () => {
    const out = join(folder, "failed");
    const rates = ["--grid", "learningRate=1e10,1e11,1e12,1e13", "--random", "2"];
    const { code, stderr } = await cli("gridsearch", ...SMALL, ...rates, "--cv", "2", "--out", out);
    expect(code).toBe(5);
    expect(stderr).toContain("error: gridsearch: no candidate has a score");
    const { param_learningRate: drawn, rank_test_score: ranks } = json(out, "cv_results.json");
    expect(ranks).toEqual([1, 1]);
    expect(drawn).toEqual((drawn as number[]).toSorted((a, b) => a - b));
    expect(existsSync(join(out, "best"))).toBe(false);
  });

  test.each([1, 2])("I1 SIGINT keeps the trials that are done, with %d at a time", async (jobs) => {
    const out = join(folder, `stopped-${jobs}`);
    const endless = ["gridsearch", ...SMALL, "--grid", "epochs=1,100000", "--patience", "100000", "--cv", "0"];
    const env = signalAt({ said: "[1/2]" }, "SIGINT");
    const { code, stderr } = await finishCli(startCli([...endless, "--jobs", String(jobs), "--out", out], { env }));
    expect(code).toBe(130);
    expect(stderr).toMatch(/\nstopped by SIGINT: 1 trial is kept, gridsearch --resume .* goes on\n$/);
    expect(readdirSync(join(out, "trials"))).toEqual([TRIALS[0]]);
    expect(readdirSync(out).sort()).toEqual(["paths.json", "study.json", "trials"]);
  });
});
