import { NumericError } from "@tomograd/kernels";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RunFolder } from "../run-folder/run-folder.ts";
import { text } from "../testing/small-run.ts";
import { Recorder } from "./recorder.ts";

async function recorderOf(requireFinite: boolean) {
  const path = await mkdtemp(join(tmpdir(), "tomograd-run-"));
  const run = await RunFolder.open(path, false);
  await run.begin({ command: "train" }, {});
  onTestFinished(async () => {
    await run.close();
    await rm(path, { recursive: true });
  });
  return { recorder: new Recorder(run, { requireFinite }), path };
}

test.each([NaN, Infinity])("H11 a validation metric of %d ends training once the epoch is on record", async (value) => {
  const { recorder, path } = await recorderOf(true);
  const ended = recorder.onEpochEnd(1, { loss: 0.5, val_auc: value });
  await expect(ended).rejects.toThrow(NumericError);
  await expect(ended).rejects.toThrow(`training: metrics must be finite. Received epoch=2 val_auc=${value}.`);
  expect(text(path, "history.csv")).toContain("epoch,loss,val_auc\n");
});

test("H11 unless training may hold such values", async () => {
  const { recorder } = await recorderOf(false);
  await recorder.onEpochEnd(0, { loss: 0.5, val_auc: NaN });
  expect(recorder.epochs).toBe(1);
});
