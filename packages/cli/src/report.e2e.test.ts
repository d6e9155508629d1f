import { HtmlValidate } from "html-validate";
import { spawn } from "node:child_process";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, finishCli, startCli, temporaryFolder, type CliResult } from "./testing/run-cli.ts";
import { json, small, smallData, text } from "./testing/small-run.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

const folder = temporaryFolder();
const data = join(folder, "data");
const run = join(folder, "run");
const page = join(run, "report.html");
const REFERENCE = ["--device", "reference"];
const FIGURES = [
  "calibration",
  "class-balance",
  "confusion",
  "loss",
  "metrics",
  "model",
  "precision-recall",
  "roc",
  "scores",
  "thresholds",
];

let trained: CliResult;
let first: CliResult;

beforeAll(async () => {
  await smallData(data, { train: 24, validation: 12, test: 30 });
  trained = await cli("train", ...small(data), "--epochs", "2", "--out", run);
  first = await cli("report", run, ...REFERENCE);
});

/** Text between tags, each white space one space. */
const wordsOf = (file: string): string =>
  text(file)
    .replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, " ")
    .replaceAll(/\s+/g, " ");

describe("report", () => {
  test("writes the page and every figure, and says where", () => {
    expect(trained.stderr).toContain(`tomograd report ${run}`);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(`report: ${page}\n`);
    expect(readdirSync(join(run, "figures")).sort()).toEqual(FIGURES.flatMap((name) => [`${name}.png`, `${name}.svg`]));
    for (const name of FIGURES)
      expect(
        readFileSync(join(run, "figures", `${name}.png`))
          .subarray(1, 4)
          .toString(),
      ).toBe("PNG");
  });

  test("makes a page that asks for nothing from anywhere and is valid", async () => {
    const html = text(page);
    expect(statSync(page).size).toBeLessThan(3e6);
    expect(html.replaceAll(' xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|="\/\/|url\((?!#)|<script|<link|@import/,
    );
    expect(html).toContain("default-src &#39;none&#39;; img-src data:;");
    const { valid, results } = await new HtmlValidate({
      extends: ["html-validate:standard"],
      rules: {
        "prefer-native-element": "off",
        "void-style": "off",
        "long-title": "off",
        "no-trailing-whitespace": "off",
      },
    }).validateString(html);
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
    expect(valid).toBe(true);
  });

  test("tells what evaluation.json tells", () => {
    const { extra } = json(run, "evaluation.json") as { extra: Record<string, number> };
    expect(wordsOf(page)).toContain(`AUC ${extra["auc_exact"]!.toFixed(3)}`);
    expect(wordsOf(page)).toContain("on 30 test images");
    expect(wordsOf(page)).toContain("Research use only. Not a medical device. Not for diagnosis.");
  });

  test("shows images with Grad-CAM", () => {
    const images = text(page).match(/<img/g)!.length;
    expect(images).toBeGreaterThan(12 + 6);
    expect(text(page)).toContain("The same with Grad-CAM");
  });

  test("J3 names no path", () => {
    for (const name of ["report.html", ...FIGURES.map((figure) => `figures/${figure}.svg`)])
      expect(text(run, name)).not.toContain(folder);
  });

  test("is the same again, byte for byte", async () => {
    const before = text(page);
    expect((await cli("report", run, ...REFERENCE)).code).toBe(0);
    expect(text(page)).toBe(before);
  });

  test("--json, --out, --threshold, --tutorial-labels and --no-images", async () => {
    const out = join(folder, "elsewhere.html");
    const before = text(page);
    const { code, stdout } = await cli(
      "report",
      run,
      "--json",
      "--out",
      out,
      "--threshold",
      "0.25",
      "--tutorial-labels",
      "--no-images",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      report: out,
      figures: [],
      test: { threshold: 0.25, confusionMatrix: [[expect.any(Number), expect.any(Number)], expect.any(Array)] },
    });
    expect(wordsOf(out)).toContain("Lesions Detected (True Negatives)");
    expect(text(out)).not.toContain("<img");
    expect(text(page)).toBe(before);
    const chosen = await cli("report", run, "--json", "--out", out, "--threshold", "validation", "--no-images");
    const { metadata } = json(run, "model", "model.json") as { metadata: { threshold: number } };
    expect(JSON.parse(chosen.stdout)).toMatchObject({ test: { threshold: metadata.threshold } });
  });
});

describe("data that are not there any more", () => {
  test("are said to be missing, and found again with --data", async () => {
    const moved = join(folder, "moved");
    renameSync(data, moved);
    const without = await cli("report", run, ...REFERENCE);
    expect(without.code).toBe(0);
    expect(without.stderr).toContain("images: left out");
    expect(text(page)).not.toContain("<img");
    expect(text(page)).not.toContain(folder);
    const again = await cli("report", run, ...REFERENCE, "--data", moved);
    expect(again.code).toBe(0);
    expect(text(page)).toContain("<img");
    renameSync(moved, data);
  });

  test("or are others than those that were asked for, are refused", async () => {
    const before = text(page);
    const other = join(folder, "other");
    await smallData(other, { train: 22, validation: 12, test: 30 });
    const { code, stderr } = await cli("report", run, ...REFERENCE, "--data", other);
    expect(code).toBe(3);
    expect(stderr).toContain("train have another SHA-256");
    expect((await cli("report", run, ...REFERENCE, "--data", join(folder, "nowhere"))).code).toBe(3);
    expect(text(page)).toBe(before);
  });

  test("or are others now, show no image", async () => {
    const moved = join(folder, "moved");
    renameSync(data, moved);
    renameSync(join(folder, "other"), data);
    const { code, stderr } = await cli("report", run, ...REFERENCE);
    expect(code).toBe(0);
    expect(stderr).toContain("train have another SHA-256");
    expect(text(page)).not.toContain("<img");
    rmSync(data, { recursive: true });
    renameSync(moved, data);
  });
});

describe("a run that cannot be reported", () => {
  test("is refused with its file and row, and an older page stays", async () => {
    const before = text(page);
    const predictions = text(run, "predictions_test.csv");
    writeFileSync(join(run, "predictions_test.csv"), predictions.replace(/^(test\/000003,)[^,]*/m, "$1NaN"));
    const { code, stderr } = await cli("report", run, "--no-images");
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: predictions_test\.csv: .* row=5/m);
    expect(text(page)).toBe(before);
    writeFileSync(join(run, "predictions_test.csv"), predictions);
  });

  test("is no folder of a run", async () => {
    expect((await cli("report", data)).code).toBe(3);
    for (const path of [join(folder, "nowhere"), join(run, "config.json")]) {
      const { code, stderr } = await cli("report", path);
      expect(code).toBe(3);
      expect(stderr).toContain("must be the folder of a run");
    }
  });

  test("has a folder of figures that leads elsewhere", async () => {
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    rmSync(join(run, "figures"), { recursive: true });
    symlinkSync(elsewhere, join(run, "figures"));
    expect((await cli("report", run, "--no-images")).code).toBe(3);
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(join(run, "figures"));
  });
});

test("I9 a file that finds no room leaves the older page, and says so by its exit code", async () => {
  const before = text(page);
  rmSync(join(run, "figures"), { recursive: true, force: true });
  // No file may grow beyond 4 kB, which is what a full disk looks like to a program.
  const words = [process.execPath, "--import", import.meta.resolve("tsx"), MAIN, "report", run, "--no-images"];
  const { code, stderr } = await finishCli(spawn("bash", ["-c", 'ulimit -f 4; exec "$@"', "bash", ...words]));
  expect(code).toBe(6);
  expect(stderr).toMatch(/^error: [\w-]+\.(png|svg): could not be written/m);
  expect(text(page)).toBe(before);
  expect(readdirSync(join(run, "figures")).filter((name) => name.startsWith("."))).toEqual([]);
});

test("I1 a signal while files are written leaves all of them, and none half", async () => {
  mkdirSync(join(run, "figures"), { recursive: true });
  const child = startCli(["report", run, "--no-images"]);
  const watcher = watch(join(run, "figures"));
  watcher.once("change", () => child.kill("SIGINT"));
  const { code, stderr } = await finishCli(child);
  watcher.close();
  expect(code, stderr).toBe(130);
  expect(readdirSync(join(run, "figures")).sort()).toEqual(FIGURES.flatMap((name) => [`${name}.png`, `${name}.svg`]));
  expect(readdirSync(run).filter((name) => name.endsWith(".partial"))).toEqual([]);
});

test("I13 a run that was stopped before its end is reported as far as it went", async () => {
  for (const name of [
    "evaluation.json",
    "predictions_test.csv",
    "predictions_train.csv",
    "predictions_validation.csv",
    "model",
  ])
    rmSync(join(run, name), { recursive: true });
  writeFileSync(join(run, "events.jsonl"), text(run, "events.jsonl").split("\n").slice(0, -3).join("\n"));
  const { code, stderr } = await cli("report", run, ...REFERENCE);
  expect(code).toBe(0);
  expect(stderr).toContain("warning: The run has not come to its end");
  expect(wordsOf(page)).toContain("Nothing was judged on test data.");
  expect(text(page)).toContain('id="figure-loss"');
});
