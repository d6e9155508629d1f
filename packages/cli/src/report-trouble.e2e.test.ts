import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { signalAt } from "./testing/at-moment.ts";
import { FIGURES, REFERENCE, reportedRun, runPlace, wordsOf } from "./testing/reported-run.ts";
import { cli, finishCli, startCli } from "./testing/run-cli.ts";
import { smallData, text } from "./testing/small-run.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

const place = runPlace();
const { folder, data, run, page } = place;

beforeAll(async () => {
  await reportedRun(place);
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
  const env = signalAt({ named: ".svg" }, "SIGINT");
  const { code, stderr } = await finishCli(startCli(["report", run, "--no-images"], { env }));
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
