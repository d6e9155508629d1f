import { chooseThreshold, rocAuc } from "@tomograd/model";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, finishCli, startCli, temporaryFolder, type CliResult } from "../testing/run-cli.ts";
import { events, json, lossesOf, small, smallData, text } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const run = join(folder, "run");
const SMALL = small(data);

let first: CliResult;

beforeAll(async () => {
  await smallData(data);
  // Somebody's home among the places that no file may name.
  const env = { HOME: join(folder, "home") };
  first = await finishCli(startCli(["train", ...SMALL, "--epochs", "3", "--out", run], { env }));
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
      "predictions_train.csv",
      "predictions_validation.csv",
    ]);
    expect(readdirSync(join(run, "model")).sort()).toEqual(["model.json", "weights.safetensors"]);
    const saved = readdirSync(join(run, "checkpoints")).sort();
    expect(saved).toEqual(["LATEST", "ckpt-00000006-validated", "ckpt-00000009-validated"]);
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

  test("J3 absolute paths stand in one private file alone", () => {
    const files = readdirSync(run, { recursive: true, encoding: "utf8" }).filter((name) =>
      statSync(join(run, name)).isFile(),
    );
    for (const name of files.filter((one) => one !== "paths.json")) {
      expect(text(run, name), name).not.toContain(folder);
    }
    expect(json(run, "paths.json")).toEqual({ data, out: run });
    expect(statSync(join(run, "paths.json")).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["train", 20],
    ["validation", 8],
    ["test", 10],
  ])("J7 predictions of %s stand in the order of the data", (split, length) => {
    const lines = text(run, `predictions_${split}.csv`).trimEnd().split("\n");
    expect(lines[0]).toBe("id,probability,label,actual");
    for (const line of lines.slice(1)) {
      const [, probability, label, actual] = line.split(",");
      expect(label).toBe(Number(probability) > 0.5 ? "1" : "0");
      expect(["0", "1"]).toContain(actual);
    }
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(
      Array.from({ length }, (_, i) => `${split}/${String(i).padStart(6, "0")}`),
    );
  });

  test("the threshold is that of the predictions of the validation data, the metrics those of the test data", () => {
    const rowsOf = (split: string) =>
      text(run, `predictions_${split}.csv`)
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => line.split(","));
    const scored = (split: string) =>
      [rowsOf(split).map(([, , , actual]) => Number(actual)), rowsOf(split).map(([, p]) => Number(p))] as const;
    const { metadata } = json(run, "model", "model.json") as { metadata: Record<string, number> };
    expect(metadata["threshold"]).toBe(chooseThreshold(...scored("validation"), "youden").threshold);
    expect(json(run, "evaluation.json")["extra"]).toMatchObject({ auc_exact: rocAuc(...scored("test")) });
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

  test("A18 progress goes to stderr, without control codes where it is no terminal", () => {
    expect(first.stderr).toMatch(/Epoch 3\/3\n3\/3 \[={30}\] - \d+s \d+[mu]?s\/step - loss: /);
    expect(first.stderr).toContain("adapter: ");
    expect(first.stderr).toContain("estimated time: about");
    for (const code of ["\b", "\r", "\u001b"]) expect(first.stderr).not.toContain(code);
  });

  test("A16 --json, --quiet, --progress json and a config, over which a flag wins", async () => {
    const config = join(folder, "options.json");
    writeFileSync(config, JSON.stringify({ epochs: 1, batchSize: 4, filters: [2, 2], progress: "json", quiet: false }));
    const out = join(folder, "json");
    const { code, stdout, stderr } = await cli("train", "--config", config, ...SMALL, "--out", out, "--json");
    expect(code).toBe(0);
    expect(json(out, "config.json")).toMatchObject({ epochs: 1, batchSize: 8 });
    expect(stderr).toMatch(/"options: [^"]*batchSize=8/);
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

  test.each([[["stdout"]], [["stdout", "stderr"]]] as const)(
    "A17 a reader of %j that goes away does no harm",
    async (closed) => {
      const out = join(folder, `without-${closed.join("-")}`);
      const child = startCli(["train", ...SMALL, "--epochs", "1", "--out", out]);
      for (const name of closed) child[name].destroy();
      const { code, stderr } = await finishCli(child);
      expect(code).toBe(0);
      expect(stderr).not.toMatch(/EPIPE|^\s+at /m);
      for (const name of ["evaluation.json", "predictions_test.csv", "model"]) expect(readdirSync(out)).toContain(name);
    },
  );
});
