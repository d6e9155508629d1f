import { decodeEvent, readRecords } from "@tomograd/tfrecord";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EarlyStopping } from "../../callbacks/early-stopping.ts";
import { LambdaCallback } from "../../callbacks/lambda-callback.ts";
import { LearningRateScheduler } from "../../callbacks/learning-rate-scheduler.ts";
import { ReduceLROnPlateau } from "../../callbacks/reduce-lr-on-plateau.ts";
import { BackupAndRestore } from "./backup-and-restore.ts";
import { CSVLogger } from "./csv-logger.ts";
import { ModelCheckpoint } from "./model-checkpoint.ts";
import { train } from "./small-training-fixture.ts";
import { TensorBoard } from "./tensor-board.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tomograd-callbacks-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Where to break off: before an update (from 0), or when an epoch (from 0) has been written down but not saved. */
interface Break {
  readonly update?: number;
  readonly epoch?: number;
}

/** Every callback that remembers something or writes; breaks off if asked to. */
function callbacks(run: string, { update = Infinity, epoch = Infinity }: Break = {}, saveFreq: "epoch" | number = 1) {
  let step = 0;
  const at = (name: string): string => join(run, name);
  return [
    new LearningRateScheduler((epoch, rate) => (epoch > 0 ? rate * 0.9 : rate)),
    new ReduceLROnPlateau({ factor: 0.5, patience: 1, cooldown: 1, minDelta: 0.2 }),
    new EarlyStopping({ patience: 3, restoreBestWeights: true }),
    new CSVLogger(at("log.csv")),
    new TensorBoard(at("logs"), { updateFreq: 2 }),
    new ModelCheckpoint(at("best-{epoch}"), { saveBestOnly: true }),
    new ModelCheckpoint(at("w-{epoch}-{batch}.safetensors"), { saveFreq: 2, saveWeightsOnly: true, monitor: "loss" }),
    new LambdaCallback({
      onTrainBegin: () => void (step = 0),
      onTrainBatchBegin: () => {
        if (step++ === update) throw new Error("interrupted");
      },
      onEpochEnd: (ended) => {
        if (ended === epoch) throw new Error("interrupted");
      },
    }),
    new BackupAndRestore(at("backup"), { saveFreq }),
  ];
}

async function events(path: string): Promise<unknown[]> {
  const files = await readdir(path);
  const all = [];
  for (const file of files)
    for (const record of readRecords(await readFile(join(path, file)), { subject: file })) {
      const { step, summary, fileVersion } = decodeEvent(record, file);
      all.push({ step, summary, fileVersion });
    }
  return [files.length, ...all];
}

/** Everything that a run left behind, without the times of events. */
async function artefacts(run: string) {
  const weights = (await readdir(run)).filter((name) => name.startsWith("w-"));
  return {
    names: await readdir(run),
    csv: await readFile(join(run, "log.csv"), "utf8"),
    train: await events(join(run, "logs/train")),
    validation: await events(join(run, "logs/validation")),
    weights: await Promise.all(weights.map(async (name) => await readFile(join(run, name), "hex"))),
  };
}

describe("a run that goes on", () => {
  it("leaves behind what an uninterrupted one does, wherever it broke off", async () => {
    const whole = join(folder, "whole");
    const { history, weights } = await train(callbacks(whole));
    const expected = await artefacts(whole);
    expect(expected.names.filter((name) => name.startsWith("w-"))).toHaveLength(6);
    for (const [i, [broken, saveFreq]] of (
      [
        [{ update: 1 }, 1],
        [{ update: 3 }, 1],
        [{ update: 8 }, "epoch"],
        [{ update: 11 }, 1],
        [{ epoch: 1 }, 1],
        [{ epoch: 2 }, "epoch"],
      ] as const
    ).entries()) {
      const run = join(folder, `broken-${i}`);
      await expect(train(callbacks(run, broken, saveFreq))).rejects.toThrow("interrupted");
      const again = await train(callbacks(run, {}, saveFreq), { seed: 99 });
      expect(again.weights, JSON.stringify(broken)).toEqual(weights);
      expect(again.history).toEqual(history);
      expect(await artefacts(run)).toEqual(expected);
    }
  });
});
