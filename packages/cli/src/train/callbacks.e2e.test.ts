import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { signalAt } from "../testing/at-moment.ts";
import { cli, finishCli, startCli, temporaryFolder } from "../testing/run-cli.ts";
import { json, small, smallData, text } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");

beforeAll(async () => await smallData(data));

test("S-36 train --tensorboard writes event files, one for training and one for validation, and --overwrite takes them away", async () => {
  const out = join(folder, "logged");
  const { code } = await cli("train", ...small(data), "--epochs", "1", "--tensorboard", "--out", out);
  expect(code).toBe(0);
  expect(readdirSync(join(out, "logs")).sort()).toEqual(["train", "validation"]);
  for (const run of ["train", "validation"]) {
    const files = readdirSync(join(out, "logs", run));
    expect(files).toEqual([expect.stringContaining("events.out.tfevents.")]);
    expect(text(out, "logs", run, files[0]!)).toContain("epoch_auc");
  }
  expect(json(out, "config.json")).toMatchObject({ tensorboard: true });
  await cli("train", ...small(data), "--epochs", "1", "--overwrite", "--out", out);
  expect(readdirSync(out)).not.toContain("logs");
});

test("train --reduce-lr lowers the learning rate when nothing improves, says so and records it", async () => {
  const out = join(folder, "reduced");
  const options = ["--epochs", "4", "--monitor", "fp", "--reduce-lr", "0.5,1", "--out", out];
  const { code, stdout, stderr } = await cli("train", ...small(data), ...options, "--learning-rate", "1e-9");
  expect(code).toBe(0);
  expect(stderr).toMatch(/Epoch \d: ReduceLROnPlateau reducing learning rate to 5e-10\./);
  expect(stdout + stderr).toMatch(/learning_rate: 1\.0000e-09/);
  const { history } = json(out, "history.json") as { history: Record<string, number[]> };
  expect(history["learning_rate"]![0]).toBe(1e-9);
  expect(history["learning_rate"]!.at(-1)).toBeLessThan(1e-9);
  expect(json(out, "config.json")).toMatchObject({ reduceLr: { factor: 0.5, patience: 1 } });
});

test("a run that was killed goes on with the same rate, and with the same event files", async () => {
  const options = [...small(data), "--epochs", "4", "--monitor", "fp", "--reduce-lr", "0.5,1", "--tensorboard"];
  const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
  await cli("train", ...options, "--out", whole);
  const env = signalAt({ said: '"step":5,' }, "SIGKILL");
  const saving = ["train", ...options, "--save-every", "1", "--progress", "json", "--out", killed];
  expect(await finishCli(startCli(saving, { env }))).toMatchObject({ code: null });
  expect((await cli("train", "--resume", killed)).code).toBe(0);
  for (const name of ["history.json", "model/weights.safetensors", "predictions_test.csv"])
    expect(text(killed, name), name).toBe(text(whole, name));
  for (const run of ["train", "validation"]) {
    // All but the times and the names is the same, and these have the same length.
    const sizes = (of: string) =>
      readdirSync(join(of, "logs", run)).map((file) => statSync(join(of, "logs", run, file)).size);
    expect(sizes(killed)).toEqual(sizes(whole));
  }
});
