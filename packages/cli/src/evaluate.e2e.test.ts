import { readNpy } from "@tomograd/data";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, temporaryFolder } from "./testing/run-cli.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const run = join(folder, "run");
const model = ["--model", join(run, "model"), "--device", "reference"];
const evaluate = async (...more: string[]) => await cli("evaluate", ...model, "--data", data, ...more);

beforeAll(async () => {
  await cli("data", "phantom", "--out", data, "--size", "16", "--train", "16", "--validation", "8", "--test", "12");
  const small = ["--filters", "2,2", "--epochs", "1", "--batch-size", "8", "--device", "reference"];
  await cli("train", "--data", data, ...small, "--out", run);
});

describe("evaluate", () => {
  test("prints the documented metrics, the honest ones, and what a threshold does", async () => {
    const { code, stdout } = await evaluate();
    expect(code).toBe(0);
    const headings = [
      "Evaluate on test data",
      "Further metrics, with 95 % intervals (positive class 1)",
      "Confusion matrix @0.50 (positive class 1)",
      "Classification report @0.50",
      "Operating points of these data, for reading only: a threshold is chosen on validation data",
      "Mean cost of a decision, in costs of a false positive",
    ];
    expect(stdout.split("\n").filter((line) => headings.includes(line))).toEqual(headings);
    expect(stdout).toMatch(
      /^auc_exact +\d\.\d{4} +(\d\.\d{4} to \d\.\d{4} \(DeLong\), .* \(bootstrap\)|no interval: .*)$/m,
    );
    const counts = [...stdout.matchAll(/^(?:No-)?Lesions .* \((.*)\): {2}(\d+)$/gm)].map(([, name]) => name);
    expect(counts).toEqual(["True Negatives", "False Positives", "False Negatives", "True Positives"]);
    expect(stdout).toMatch(/^No-Lesions Detected \(True Negatives\): {2}\d+$/m);
    expect(stdout).toMatch(/^Total Lesions: {2}6$/m);
    expect(stdout).toMatch(/^weighted avg( +\d\.\d{4}){3} +12$/m);
  });

  test("--tutorial-labels prints the documented labels of the same counts", async () => {
    const { stdout } = await evaluate("--tutorial-labels");
    expect(stdout).toMatch(/^Lesions Detected \(True Negatives\): {2}\d+$/m);
    expect(stdout).toMatch(/^No-Lesions Detected \(True Positives\): {2}\d+$/m);
    expect(await evaluate("--tutorial-labels", "--json")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("--tutorial-labels"),
    });
  });

  test("--json and --out hold all of it, documented metrics flat", async () => {
    const out = join(folder, "result.json");
    const { stdout } = await evaluate("--json", "--out", out);
    expect(readFileSync(out, "utf8")).toBe(stdout);
    const { extra, ...flat } = JSON.parse(stdout) as { extra: Record<string, unknown> } & Record<string, unknown>;
    expect(Object.values(flat).every((value) => typeof value === "number")).toBe(true);
    expect(extra).toMatchObject({
      split: "test",
      positive_class: "1",
      threshold: 0.5,
      samples: 12,
      brier: expect.any(Number),
      classification_report: { "0": { support: 6 }, "1": { support: 6 }, accuracy: expect.any(Number) },
    });
    expect(extra["confusion_matrix"]).toEqual([
      [flat["tn"], flat["fp"]],
      [flat["fn"], flat["tp"]],
    ]);
    expect(extra["operating_points"]).toHaveLength(6);
    expect(extra["expected_costs"]).toHaveLength(5);
  });
});

describe("predict", () => {
  test("says what its probabilities are of, and that this is for research", async () => {
    const { code, stdout, stderr } = await cli("predict", ...model, join(data, "x_test.npy"));
    expect(code).toBe(0);
    expect(stderr).toContain("Research use only. Not a medical device. Not for diagnosis.");
    expect(stderr).toContain("probabilities are those of the positive class: 1 (against 0)");
    expect(stdout.trimEnd().split("\n")).toHaveLength(13);
  });

  test("writes the same probabilities as .csv and as .npy of (N, 1)", async () => {
    const [csv, npy] = [join(folder, "p.csv"), join(folder, "p.npy")];
    await cli("predict", ...model, join(data, "x_test.npy"), "--out", csv);
    await cli("predict", ...model, join(data, "x_test.npy"), "--out", npy);
    const array = readNpy(readFileSync(npy), "p.npy");
    expect(array.shape).toEqual([12, 1]);
    const rows = readFileSync(csv, "utf8").trimEnd().split("\n").slice(1);
    expect(rows.map((row) => Math.fround(Number(row.split(",")[1])))).toEqual([...array.data]);
  });
});
