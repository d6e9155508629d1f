import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, temporaryFolder } from "../testing/run-cli.ts";
import { json, small, smallData, text } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const run = join(folder, "run");
const SMALL = small(data);

beforeAll(async () => {
  await smallData(data);
  await cli("train", ...SMALL, "--epochs", "3", "--out", run);
});

describe("evaluate and predict", () => {
  test("give what the run gave", async () => {
    const { code, stdout } = await cli(
      "evaluate",
      "--model",
      join(run, "model"),
      "--data",
      data,
      "--device",
      "reference",
      "--json",
      "--batch-size",
      "8",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(json(run, "evaluation.json"));
    const predicted = await cli(
      "predict",
      "--model",
      join(run, "model"),
      join(data, "x_test.npy"),
      "--device",
      "reference",
    );
    expect(predicted.stderr).toContain("Research use only. Not a medical device. Not for diagnosis.");
    expect(predicted.stdout).toMatch(/^id,probability,label\ntest\/000000,/);
    const column = (csv: string): string[] =>
      csv
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",")[1]!);
    expect(column(predicted.stdout).map(Number)).toHaveLength(10);
    for (const [i, value] of column(predicted.stdout).entries()) {
      expect(Number(value)).toBeCloseTo(Number(column(text(run, "predictions_test.csv"))[i]), 6);
    }
  });

  test("H9 the honest AUC of one class is null, with a reason; the documented one stays Keras'", async () => {
    const one = join(folder, "one-class");
    await smallData(one, { train: 2, validation: 2, test: 4 });
    const labels = readFileSync(join(one, "y_test.npy"));
    labels.fill(0, labels.length - 4);
    writeFileSync(join(one, "y_test.npy"), labels);
    const { stdout, stderr } = await cli(
      "evaluate",
      "--model",
      join(run, "model"),
      "--data",
      one,
      "--device",
      "reference",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject({
      auc: 0,
      extra: { auc_exact: null, auc_exact_reason: expect.any(String) },
    });
    expect(stderr).toContain("one class");
    expect(stderr).toContain("warning: AUC is not defined");
    const { stderr: warned } = await cli(
      "evaluate",
      "--model",
      join(run, "model"),
      "--data",
      one,
      "--device",
      "reference",
    );
    expect(warned).toContain("AUC is not defined");
  });

  test("the run folder is taken for its model, and arrays that only have a training split of one class are evaluated", async () => {
    const one = join(folder, "one-class-training");
    await smallData(one, { train: 4, validation: 2, test: 2 });
    const labels = readFileSync(join(one, "y_train.npy"));
    labels.fill(0, labels.length - 4);
    writeFileSync(join(one, "y_train.npy"), labels);
    for (const name of ["x_test", "y_test", "x_validation", "y_validation"]) rmSync(join(one, `${name}.npy`));
    const evaluated = await cli("evaluate", "--model", run, "--data", one, "--device", "reference", "--json");
    expect(evaluated.stderr).toContain("is a run, its model is taken");
    expect(evaluated.code).toBe(0);
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ auc: 0, extra: { auc_exact: null } });
    const trained = await cli("train", ...SMALL, "--data", one, "--out", join(folder, "refused"));
    expect(trained.code).toBe(3);
    expect(trained.stderr).toMatch(/4 samples, all of class \S+\. Add samples of the other class\.\n$/);
  });

  test("F20 F25 a model that was changed is refused", async () => {
    const model = join(folder, "changed");
    cpSync(run, model, { recursive: true });
    const weights = readFileSync(join(model, "model", "weights.safetensors"));
    weights[weights.length - 1]! ^= 1;
    writeFileSync(join(model, "model", "weights.safetensors"), weights);
    const flipped = await cli(
      "predict",
      "--model",
      join(model, "model"),
      join(data, "x_test.npy"),
      "--device",
      "reference",
    );
    expect([flipped.code, flipped.stdout]).toEqual([3, ""]);
    const config = text(model, "model", "model.json").replace("MaxPooling2D", "Lambda");
    writeFileSync(join(model, "model", "model.json"), config);
    const lambda = await cli("evaluate", "--model", join(model, "model"), "--data", data, "--device", "reference");
    expect([lambda.code, lambda.stdout]).toEqual([3, ""]);
    expect(lambda.stderr).toContain("Lambda");
  });
});
