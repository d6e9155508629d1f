import { readNpy, writeNpy } from "@tomograd/data";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, temporaryFolder } from "../testing/run-cli.ts";
import { json, lossesOf, small, smallData, text } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const run = join(folder, "run");
const SMALL = [...small(data), "--epochs", "1"];
const model = ["--model", join(run, "model"), "--device", "reference"];

beforeAll(async () => {
  await smallData(data);
  const path = join(data, "y_train.npy");
  const labels = Uint8Array.from({ length: readNpy(readFileSync(path), path).data.length }, (_, i) => (i % 5 ? 0 : 1));
  writeFileSync(path, writeNpy([labels.length], labels));
  await cli("train", ...SMALL, "--oversample", "--loss", "focal", "--out", run);
});

describe("classes of unequal size", () => {
  test("S-04 are counted, and what helps is named", async () => {
    const { stderr } = await cli("train", ...SMALL, "--out", join(folder, "plain"));
    expect(stderr).toContain("data: train 20 images 3x16x16, 4 positive (imbalance 4.0 to 1)\n");
    expect(stderr).toContain("are 4.0 to 1: --class-weight balanced, --oversample or --loss focal keep");
  });

  test("S-05 --oversample shows as many of each in an epoch", async () => {
    expect(lossesOf(run)).toHaveLength(4);
    const { history } = json(run, "history.json") as { history: Record<string, number[]> };
    const counts = ["tp", "fn", "tn", "fp"].map((name) => history[name]![0]!);
    expect([counts[0]! + counts[1]!, counts[2]! + counts[3]!]).toEqual([16, 16]);
    expect(json(run, "config.json")).toMatchObject({ oversample: true, loss: "focal" });
    // What the model says of the training data is asked once a sample.
    expect(text(run, "predictions_train.csv").trimEnd().split("\n")).toHaveLength(1 + 20);
    const streamed = join(folder, "streamed");
    await cli("train", ...SMALL, "--oversample", "--loss", "focal", "--data-memory", "0", "--out", streamed);
    expect(lossesOf(streamed)).toEqual(lossesOf(run));
    expect(text(streamed, "predictions_train.csv")).toBe(text(run, "predictions_train.csv"));
  });

  test("--oversample is refused with balanced class weights", async () => {
    const { code, stderr } = await cli("train", ...SMALL, "--oversample", "--class-weight", "balanced");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: --oversample: .*classWeight=balanced.*\n$/)]);
  });
});

describe("what a model remembers of its training", () => {
  test("S-22 evaluate uses the loss that it was trained with", async () => {
    const { stdout } = await cli("evaluate", ...model, "--data", data, "--json", "--batch-size", "8");
    expect(JSON.parse(stdout)).toEqual(json(run, "evaluation.json"));
    const { metadata } = json(run, "model", "model.json") as { metadata: Record<string, unknown> };
    expect(metadata).toMatchObject({ loss: "focal", threshold: expect.any(Number) });
    const forgetful = JSON.stringify({
      ...json(run, "model", "model.json"),
      metadata: { ...metadata, loss: undefined },
    });
    const path = join(run, "model", "model.json");
    const before = text(path);
    writeFileSync(path, forgetful);
    const { stdout: other } = await cli("evaluate", ...model, "--data", data, "--json");
    writeFileSync(path, before);
    const [focal, bce] = [stdout, other].map((one) => (JSON.parse(one) as { loss: number }).loss);
    expect(bce).toBeGreaterThan(focal!);
  });

  test("D-17 the threshold of the validation data stands beside 0.5, and labels go by it where it is asked for", async () => {
    const { metadata } = json(run, "model", "model.json") as { metadata: { threshold: number } };
    const { extra } = json(run, "evaluation.json") as { extra: { operating_points: Record<string, unknown>[] } };
    expect(extra.operating_points[0]).toMatchObject({ rule: "in use", threshold: 0.5 });
    expect(extra.operating_points[1]).toMatchObject({ rule: "youden (validation)", threshold: metadata.threshold });
    expect(extra.operating_points[2]).toMatchObject({ rule: "sensitivity>=0.8 (validation)" });
    expect(extra.operating_points[3]).toMatchObject({ rule: "youden" });
    const labels = async (...more: string[]): Promise<(number | string)[][]> => {
      const { stdout } = await cli("predict", ...model, join(data, "x_test.npy"), ...more);
      const rows = stdout.trimEnd().split("\n").slice(1);
      return rows.map((row) => row.split(",").slice(1)).map(([p, label]) => [Number(p), label!]);
    };
    for (const [p, label] of await labels("--threshold", "validation"))
      expect(label).toBe(Number(p) > metadata.threshold ? "1" : "0");
    for (const [p, label] of await labels()) expect(label).toBe(Number(p) > 0.5 ? "1" : "0");
    for (const [, label] of await labels("--threshold", "0")) expect(label).toBe("1");
  });

  test("a threshold that decides nothing, or that the model does not know, is refused", async () => {
    const input = join(data, "x_test.npy");
    const npy = await cli("predict", ...model, input, "--threshold", "0.3", "--out", join(folder, "p.npy"));
    expect([npy.code, npy.stderr]).toEqual([2, expect.stringContaining("--threshold: decides labels")]);
    const path = join(run, "model", "model.json");
    const before = text(path);
    const saved = JSON.parse(before) as { metadata: object };
    writeFileSync(path, JSON.stringify({ ...saved, metadata: { ...saved.metadata, threshold: undefined } }));
    const unknown = await cli("predict", ...model, input, "--threshold", "validation");
    writeFileSync(path, before);
    expect([unknown.code, unknown.stdout]).toEqual([2, ""]);
    expect(unknown.stderr).toContain("a model that holds no threshold");
  });
});
