import { loadDataset, phantom, writeNpy, type LoadedDataset, type Split } from "@tomograd/data";
import { InputError, UsageError } from "@tomograd/kernels";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Interruption } from "../interruption.ts";
import { commonOptions } from "../options/common.ts";
import { foldsOf, type Fold } from "./folds.ts";
import { runTrial } from "./run-trial.ts";
import { scoreOf } from "./score.ts";
import { studyOptions, type StudyOptions } from "./search-options.ts";

const OPTIONS = { validationSplit: 0.25, split: "stratified", shuffleFolds: false, seed: 42 } as const;
const whole = phantom({ seed: 1, size: 16, train: 24, validation: 8, test: 8, channels: 1 });
const withoutValidation = { ...whole, splits: { train: whole.splits.train! } };
const idsOf = (...splits: (Split | undefined)[]): string[] => splits.flatMap((split) => split?.ids ?? []);

describe("foldsOf", () => {
  test("S-60 holds every training sample out once; none of a fold is in another part of it", () => {
    const folds = foldsOf(withoutValidation, 3, OPTIONS);
    expect(folds.flatMap(({ heldOut }) => heldOut.ids).sort()).toEqual([...whole.splits.train!.ids].sort());
    for (const { train, validation, heldOut, heldOutIndices } of folds) {
      expect(idsOf(train, validation, heldOut).sort()).toEqual([...whole.splits.train!.ids].sort());
      expect([train.length, validation?.length, heldOut.length]).toEqual([12, 4, 8]);
      expect(Array.from(heldOutIndices!, (i) => whole.splits.train!.ids[i])).toEqual(heldOut.ids);
      expect(heldOut.labels.reduce((sum, label) => sum + label, 0)).toBe(4);
    }
  });

  test("takes the data's own validation split to choose the best epoch", () => {
    for (const { train, validation } of foldsOf(whole, 3, OPTIONS)) {
      expect(train.length).toBe(16);
      expect(validation).toBe(whole.splits.validation);
    }
  });

  test("without folds the validation split judges", () => {
    const { train, validation } = whole.splits;
    expect(foldsOf(whole, 0, OPTIONS)).toEqual([{ train, validation, heldOut: validation, heldOutIndices: undefined }]);
    expect(() => foldsOf(withoutValidation, 0, OPTIONS)).toThrow(InputError);
  });

  test("refuses more folds than samples of a class", () => {
    expect(() => foldsOf(whole, 13, OPTIONS)).toThrow(UsageError);
  });
});

/** The training samples of the phantom, of which some are all white. */
async function dataWith(white: ArrayLike<number>): Promise<LoadedDataset> {
  const { length, labels, ids } = whole.splits.train!;
  const path = mkdtempSync(join(tmpdir(), "tomograd-folds-"));
  const pixels = new Float32Array(length * 256);
  await whole.splits.train!.gather(
    Uint32Array.from(ids, (_, i) => i),
    pixels,
  );
  for (const i of Array.from(white)) pixels.fill(255, i * 256, (i + 1) * 256);
  writeFileSync(join(path, "x_train.npy"), writeNpy([length, 16, 16], Uint8Array.from(pixels)));
  writeFileSync(join(path, "y_train.npy"), writeNpy([length], labels));
  return await loadDataset(path, { ...OPTIONS, validationSplit: 0, channels: 1, onBad: "error" });
}

test("a fold that is held out has no part in training, nor in the statistics", async () => {
  const options = {
    ...Object.fromEntries(
      Object.entries({ ...studyOptions, ...commonOptions }).map(([key, { fallback }]) => [key, fallback]),
    ),
    ...OPTIONS,
    device: "reference",
    filters: [2, 2],
    epochs: 1,
    normalize: "standardize",
  } as unknown as StudyOptions;
  const interruption = new Interruption(() => undefined);
  const scoresOf = async (dataset: LoadedDataset) => {
    const trials = { dataset, own: undefined, folds: foldsOf(dataset, 3, OPTIONS), candidates: [{}], options };
    const wanted = { scoring: "val_loss", returnTrainScore: true, keepProbabilities: false } as const;
    return await runTrial({ ...trials, ...wanted }, { candidate: 0, fold: 0 }, interruption);
  };
  const [{ heldOutIndices }] = foldsOf(withoutValidation, 3, OPTIONS) as [Fold];
  const before = await scoresOf(await dataWith([]));
  const after = await scoresOf(await dataWith(heldOutIndices!));
  interruption.stopListening();
  expect([before.failure, after.failure]).toEqual([null, null]);
  expect(after.trainScore).toBe(before.trainScore);
  expect(after.score).not.toBe(before.score);
});

describe("scoreOf", () => {
  const metrics = { loss: 0.5, auc: 0.75, fp: 2, accuracy: 1 };
  test("is the metric, or its negative where less is better", () => {
    const labels = Uint8Array.of(0, 1);
    expect(scoreOf("val_auc", metrics, labels)).toBe(0.75);
    expect(scoreOf("val_loss", metrics, labels)).toBe(-0.5);
    expect(scoreOf("val_fp", metrics, labels)).toBe(-2);
  });

  test("H9 is not defined where it needs a class that is missing, whatever Keras says", () => {
    const labels = Uint8Array.of(1, 1);
    expect(scoreOf("val_auc", metrics, labels)).toBeNaN();
    expect(scoreOf("val_accuracy", metrics, labels)).toBe(1);
  });
});
