import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rocAuc } from "@tomograd/model";
import { cli, temporaryFolder } from "../testing/run-cli.ts";
import { json, text } from "../testing/small-run.ts";

// 4 x 4 pixels of 40 and of 200.
const DARK = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR4nGPQAAIGVAIAGRQCgWQmTeQAAAAASUVORK5CYII=";
const BRIGHT = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR4nGM4AQQMqAQAfRQMgauI/xAAAAAASUVORK5CYII=";
const CANARY = "ZZPHI^CANARY";

const folder = temporaryFolder();
const list = join(folder, "list.csv");
/** Two images of each of 12 patients, far from each other. */
const rows = Array.from({ length: 24 }, (_, i) => {
  const isIll = i % 2 === 0;
  writeFileSync(join(folder, `${i}.png`), Buffer.from(isIll ? BRIGHT : DARK, "base64"));
  return `${i}.png,${isIll ? "sick" : "well"},${CANARY}${i % 12}`;
});
writeFileSync(list, `path,label,patient\n${rows.join("\n")}\n`);

const OPTIONS = ["--data", list, "--group", "patient", "--positive-class", "sick", "--channels", "1"];
const SMALL = ["--epochs", "2", "--filters", "2,2", "--batch-size", "4", "--device", "reference"];

test("S-60 crossval predicts every sample by a model that saw none of its group, and says nothing of patients", async () => {
  const out = join(folder, "study");
  const result = await cli(
    "crossval",
    ...OPTIONS,
    ...SMALL,
    "--folds",
    "3",
    "--normalize",
    "standardize",
    "--out",
    out,
  );
  expect(result).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("3 folds of the training split, stratified, whole groups"),
  });

  const predictions = text(out, "predictions_oof.csv")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  expect(predictions.map(([id]) => id)).toEqual(Array.from({ length: 24 }, (_, i) => `${i}.png`));
  const folds = predictions.map(([, fold]) => fold);
  expect(folds.slice(0, 12)).toEqual(folds.slice(12));
  expect(new Set(folds)).toEqual(new Set(["0", "1", "2"]));

  const report = json(out, "crossval.json") as {
    folds: { train: number; validation: number; heldOut: number; metrics: Record<string, number> }[];
    mean: Record<string, number>;
    std: Record<string, number>;
    pooled: Record<string, number>;
  };
  expect(report.folds.map(({ train, validation, heldOut }) => train + validation + heldOut)).toEqual([24, 24, 24]);
  const aucs = report.folds.map(({ metrics }) => metrics["auc"]!);
  const mean = aucs.reduce((sum, auc) => sum + auc, 0) / 3;
  expect(report.mean["auc"]).toBeCloseTo(mean, 12);
  expect(report.std["auc"]).toBeCloseTo(Math.sqrt(aucs.reduce((sum, auc) => sum + (auc - mean) ** 2, 0) / 3), 12);
  const labels = predictions.map(([, , , , actual]) => (actual === "sick" ? 1 : 0));
  const probabilities = predictions.map(([, , probability]) => Number(probability));
  expect(report.pooled["auc_exact"]).toBeCloseTo(rocAuc(labels, probabilities), 12);
  expect(result.stdout).toMatch(/^fold {2}trained {2}held out {2}positive {2}epochs +loss +tp +fp +tn +fn {2}accuracy/);
  expect(result.stdout).toMatch(/\nmean .*\nstd .*\n/);

  const again = await cli("crossval", "--resume", out, "--json", "--quiet");
  expect(JSON.parse(again.stdout)).toEqual({ study: out, ...report });
  expect(result.stdout + result.stderr + again.stdout).not.toContain(CANARY);
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    expect(readFileSync(join(entry.parentPath, entry.name)).includes(CANARY), entry.name).toBe(false);
  }
});

test("crossval refuses more folds than groups with 2", async () => {
  const { code, stderr } = await cli("crossval", ...OPTIONS, ...SMALL, "--folds", "13", "--out", join(folder, "many"));
  expect([code, readdirSync(folder)]).toEqual([2, expect.not.arrayContaining(["many"])]);
  expect(stderr).toContain("Received k=13, groups=12");
});
