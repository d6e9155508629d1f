import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, finishCli, startCli, temporaryFolder, type CliResult } from "./testing/run-cli.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const run = join(folder, "run");
const SMALL = ["--data", data, "--filters", "2,2", "--batch-size", "8", "--device", "reference"];

const json = (...path: string[]): Record<string, unknown> =>
  JSON.parse(readFileSync(join(...path), "utf8")) as Record<string, unknown>;
const text = (...path: string[]): string => readFileSync(join(...path), "utf8");
const events = (path: string): Record<string, unknown>[] =>
  text(path, "events.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const lossesOf = (path: string): unknown[] =>
  events(path).flatMap(({ event, loss }) => (event === "step" ? [loss] : []));

let first: CliResult;

beforeAll(async () => {
  await cli("data", "phantom", "--out", data, "--size", "16", "--train", "20", "--validation", "8", "--test", "10");
  first = await cli("train", ...SMALL, "--epochs", "3", "--out", run);
});

describe("data that do not fit in memory", () => {
  test("train, evaluate and predict as those that do", async () => {
    const streamed = join(folder, "streamed");
    expect(await cli("train", ...SMALL, "--epochs", "3", "--data-memory", "0", "--out", streamed)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("they are read batch by batch"),
    });
    expect(lossesOf(streamed)).toEqual(lossesOf(run));
    expect(json(streamed, "config.json")).toMatchObject({ dataMemory: 0 });
    for (const name of ["history.json", "evaluation.json", "predictions_test.csv"]) {
      expect(text(streamed, name), name).toBe(text(run, name));
    }
    const evaluated = async (...more: string[]) =>
      await cli("evaluate", "--model", join(run, "model"), "--data", data, "--device", "reference", "--json", ...more);
    expect((await evaluated("--data-memory", "0")).stdout).toBe((await evaluated()).stdout);
  });
});

describe("a run folder", () => {
  test("holds what is promised, and nothing else", () => {
    expect(first.code).toBe(0);
    expect(readdirSync(run).sort()).toEqual([
      "checkpoints",
      "config.json",
      "evaluation.json",
      "events.jsonl",
      "history.csv",
      "history.json",
      "model",
      "paths.json",
      "predictions_test.csv",
    ]);
    expect(readdirSync(join(run, "model")).sort()).toEqual(["model.json", "weights.safetensors"]);
    expect(readdirSync(join(run, "checkpoints")).length).toBeLessThanOrEqual(2);
    expect(readdirSync(join(run, "checkpoints"))).toContain("epoch-0003");
  });

  test("config.json holds everything effective", () => {
    const config = json(run, "config.json");
    expect(config).toMatchObject({
      filters: [2, 2],
      epochs: 3,
      batchSize: 8,
      learningRate: 1e-3,
      beta1: 0.92,
      seed: 42,
      monitor: "val_auc",
      shuffle: true,
      adapter: { kind: "reference" },
      versions: { node: process.versions.node },
      dataset: {
        kind: "npy folder",
        splits: { train: { length: 20, positives: 10, sha256: expect.stringMatching(/^[\da-f]{64}$/) } },
      },
    });
  });

  test("events.jsonl has a line per step, one per epoch and an end", () => {
    const all = events(run);
    expect(all.map(({ event, epoch, step }) => [event, epoch, step])).toEqual([
      ...[1, 2, 3].flatMap((epoch) => [
        ...[1, 2, 3].map((step) => ["step", epoch, step + 3 * (epoch - 1)]),
        ["epoch", epoch, undefined],
      ]),
      ["end", undefined, undefined],
    ]);
    expect(all.at(-1)).toMatchObject({
      seconds: expect.any(Number),
      peakBytes: expect.any(Number),
      bytesAliveAfterStep2: expect.any(Number),
      bytesAliveAfterLast: expect.any(Number),
    });
  });

  test("the history has Keras' names in Keras' order", () => {
    const { epoch, history } = json(run, "history.json") as { epoch: number[]; history: Record<string, number[]> };
    const names = ["loss", "tp", "fp", "tn", "fn", "accuracy", "precision", "recall", "auc", "sensitivity"];
    expect(epoch).toEqual([0, 1, 2]);
    expect(Object.keys(history)).toEqual([...names, ...names.map((name) => `val_${name}`)]);
    expect(text(run, "history.csv").split("\n")[0]).toBe(`epoch,${Object.keys(history).join(",")}`);
    const [e1] = events(run).filter(({ event }) => event === "epoch");
    expect(e1!["val_auc"]).toBe(history["val_auc"]![0]);
    const weighted = [8, 8, 4].reduce((sum, size, i) => sum + size * (lossesOf(run)[i] as number), 0) / 20;
    expect(history["loss"]![0]).toBeCloseTo(weighted, 9);
  });

  test("J3: absolute paths stand in one private file alone", () => {
    const files = readdirSync(run, { recursive: true, encoding: "utf8" }).filter((name) =>
      statSync(join(run, name)).isFile(),
    );
    for (const name of files.filter((one) => one !== "paths.json")) {
      expect(text(run, name), name).not.toContain(folder);
      expect(text(run, name), name).not.toContain(homedir() + "/");
    }
    expect(json(run, "paths.json")).toEqual({ data, out: run });
    expect(statSync(join(run, "paths.json")).mode & 0o777).toBe(0o600);
  });

  test("J7: predictions stand in the order of the data", () => {
    const lines = text(run, "predictions_test.csv").trimEnd().split("\n");
    expect(lines[0]).toBe("id,probability,label,actual");
    for (const line of lines.slice(1)) {
      const [, probability, label, actual] = line.split(",");
      expect(label).toBe(Number(probability) > 0.5 ? "1" : "0");
      expect(["0", "1"]).toContain(actual);
    }
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(
      Array.from({ length: 10 }, (_, i) => `test/00000${i}`),
    );
  });
});

describe("what train prints", () => {
  test("the evaluation goes to stdout, as documented", () => {
    const lines = first.stdout.split("\n");
    expect(lines[0]).toBe("Evaluate on test data");
    expect(lines[1]).toMatch(/^2\/2 \[={30}\] - \d+s \d+[mu]?s\/step - loss: \d\.\d{4} - tp: .* - sensitivity: \S+$/);
    const { extra: _, ...metrics } = json(run, "evaluation.json");
    for (const [i, name] of Object.keys(metrics).entries())
      expect(lines[2 + i]).toMatch(new RegExp(`^${name} :  [\\d.e+-]+$`));
  });

  test("A18: progress goes to stderr, without control codes where it is no terminal", () => {
    expect(first.stderr).toMatch(/Epoch 3\/3\n3\/3 \[={30}\] - \d+s \d+[mu]?s\/step - loss: /);
    expect(first.stderr).toContain("adapter: ");
    expect(first.stderr).toContain("estimated time: about");
    for (const code of ["\b", "\r", "\u001b"]) expect(first.stderr).not.toContain(code);
  });

  test("--json, --quiet, --progress json and a config", async () => {
    const config = join(folder, "options.json");
    writeFileSync(config, JSON.stringify({ epochs: 1, batchSize: 4, filters: [2, 2], progress: "json", quiet: false }));
    const out = join(folder, "json");
    const { code, stdout, stderr } = await cli("train", "--config", config, ...SMALL, "--out", out, "--json");
    expect(code).toBe(0);
    expect(json(out, "config.json")).toMatchObject({ epochs: 1, batchSize: 8 });
    expect(JSON.parse(stdout)).toMatchObject({ epochs: 1, evaluation: json(out, "evaluation.json") });
    const lines = stderr.trimEnd().split("\n");
    const said = lines.map((line) => (JSON.parse(line) as Record<string, unknown>)["event"]);
    expect(said).toContain("note");
    const shown = lines.filter((_, i) => said[i] !== "note" && said[i] !== "warning");
    expect(`${shown.join("\n")}\n`).toBe(text(out, "events.jsonl"));
    const quiet = await cli("train", ...SMALL, "--epochs", "1", "--out", join(folder, "quiet"), "--quiet", "--json");
    for (const line of quiet.stderr.trimEnd().split("\n")) expect(line).toMatch(/^warning: /);
    expect(quiet.stderr).toContain("--bn-axis channel");
    expect(JSON.parse(quiet.stdout)).toHaveProperty("evaluation.auc");
  });

  test("A17: a reader that goes away does no harm", async () => {
    const out = join(folder, "closed");
    const child = startCli(["train", ...SMALL, "--epochs", "1", "--out", out]);
    child.stdout.destroy();
    child.stderr.destroy();
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(0);
    expect(existsSync(join(out, "evaluation.json"))).toBe(true);
  });
});

describe("a run is a function of its inputs", () => {
  test("the same seed gives the same bytes, another one does not", async () => {
    const [again, other] = [join(folder, "again"), join(folder, "other")];
    await cli("train", ...SMALL, "--epochs", "3", "--out", again);
    await cli("train", ...SMALL, "--epochs", "3", "--out", other, "--seed", "7");
    for (const name of ["model/weights.safetensors", "history.json", "predictions_test.csv", "evaluation.json"]) {
      expect(text(again, name), name).toBe(text(run, name));
    }
    expect(lossesOf(again)).toEqual(lossesOf(run));
    expect(lossesOf(other)).not.toEqual(lossesOf(run));
  });

  test("--init, --no-shuffle and --dropout 0 leave nothing to chance", async () => {
    const options = [
      "--epochs",
      "2",
      "--dropout",
      "0",
      "--no-shuffle",
      "--init",
      join(run, "model", "weights.safetensors"),
    ];
    const [a, b] = [join(folder, "init-a"), join(folder, "init-b")];
    await cli("train", ...SMALL, ...options, "--seed", "1", "--out", a);
    await cli("train", ...SMALL, ...options, "--seed", "2", "--out", b);
    expect(lossesOf(a)).toEqual(lossesOf(b));
    expect(json(a, "config.json")).toMatchObject({ init: true, shuffle: false });
  });

  test("weights that do not fit are listed, and nothing is left behind", async () => {
    const out = join(folder, "misfit");
    const weights = join(run, "model", "weights.safetensors");
    const { code, stderr } = await cli("train", ...SMALL, "--filters", "2,3", "--init", weights, "--out", out);
    expect(code).toBe(3);
    expect(stderr).toMatch(/conv2d_1\/kernel .*conv2d_1\/bias .*dense\/kernel/);
    expect(existsSync(out)).toBe(false);
  });

  test("class weights scale the loss of their class", async () => {
    const [plain, weighted] = [join(folder, "cw-1"), join(folder, "cw-2")];
    const options = ["--epochs", "1", "--steps-per-epoch", "1", "--l2", "0"];
    await cli("train", ...SMALL, ...options, "--out", plain);
    await cli("train", ...SMALL, ...options, "--class-weight", "0:2,1:2", "--out", weighted);
    expect(lossesOf(plain)).toHaveLength(1);
    expect(lossesOf(weighted)[0]).toBeCloseTo(2 * (lossesOf(plain)[0] as number), 9);
  });
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

  test("H9: the honest AUC of one class is null, with a reason; the documented one stays Keras'", async () => {
    const one = join(folder, "one-class");
    await cli("data", "phantom", "--out", one, "--size", "16", "--train", "2", "--validation", "2", "--test", "4");
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
    await cli("data", "phantom", "--out", one, "--size", "16", "--train", "4", "--validation", "2", "--test", "2");
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

  test("F20 and F25: a model that was changed is refused", async () => {
    const model = join(folder, "changed");
    await cli("train", ...SMALL, "--epochs", "1", "--out", model, "--quiet");
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

describe("when a run goes wrong", () => {
  test("H1: a learning rate of 1e10 ends with step, weight and samples", async () => {
    const { code, stderr } = await cli(
      "train",
      ...SMALL,
      "--epochs",
      "9",
      "--learning-rate",
      "1e10",
      "--out",
      join(folder, "h1"),
    );
    expect(code).toBe(5);
    expect(events(join(folder, "h1")).at(-1)).toMatchObject({ event: "failed", error: "NumericError" });
    expect(stderr).toMatch(/error: training: .*epoch=\d+ step=\d+ .*weight=[a-z_0-9]+\/[a-z_]+ samples=\d+,/);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("I1 and I2: %s keeps the weights and ends with %d", async (signal, expected) => {
    const out = join(folder, signal);
    const child = startCli([
      "train",
      ...SMALL,
      "--epochs",
      "100000",
      "--patience",
      "100000",
      "--out",
      out,
      "--progress",
      "plain",
    ]);
    child.stderr.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("epoch 2/")) child.kill(signal);
    });
    const { code, stderr } = await finishCli(child);
    expect(code).toBe(expected);
    expect(stderr).toContain(`\nstopped by ${signal}: the weights after step `);
    expect(stderr).toContain(join(out, "checkpoints", "step-"));
    const saved = readdirSync(join(out, "checkpoints"));
    expect(saved.some((name) => name.startsWith("step-"))).toBe(true);
    expect(events(out).at(-1)).toMatchObject({ event: "interrupted", signal });
    const model = join(
      out,
      "checkpoints",
      saved.find((name) => name.startsWith("step-"))!,
    );
    expect(await cli("predict", "--model", model, join(data, "x_test.npy"), "--device", "reference")).toMatchObject({
      code: 0,
    });
  });

  test("A5: a batch size beyond the data is one batch, and said", async () => {
    const out = join(folder, "a5");
    const { code, stderr } = await cli("train", ...SMALL, "--batch-size", "1000", "--epochs", "1", "--out", out);
    expect(code).toBe(0);
    expect(stderr).toContain("--batch-size 1000 is more than the 20 training images");
    expect(lossesOf(out)).toHaveLength(1);
  });
});
