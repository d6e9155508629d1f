import { fitNormalization, type LoadedDataset, type Split } from "@tomograd/data";
import { InputError, StorageError, TomogradError, type Device } from "@tomograd/kernels";
import { documentedCnn, type Candidate } from "@tomograd/model";
import { deviceName, openDevice, openTunedDevice } from "../device/open-device.ts";
import { EXIT, exitCodeOf } from "../exit.ts";
import { Interrupted, type Interruption } from "../interruption.ts";
import { roundWeights } from "../model/round-weights.ts";
import { evaluateSplit } from "../results/evaluate-split.ts";
import { augmentationOf } from "../train/augmentation.ts";
import { checkOversampling } from "../train/class-weights.ts";
import { checkSize } from "../train/check-size.ts";
import { fitNetwork } from "../train/fit-network.ts";
import type { OwnNetwork } from "../train/own-network.ts";
import { planTraining } from "../train/plan.ts";
import type { Fold } from "./folds.ts";
import { scoreOf } from "./score.ts";
import { trainingOptionsOf, type Scoring, type StudyOptions } from "./search-options.ts";
import type { Trial, TrialRecord } from "./trial.ts";

/** What all trials of a study share. */
export interface Trials {
  readonly dataset: LoadedDataset;
  /** With --module. */
  readonly own: OwnNetwork | undefined;
  readonly folds: readonly Fold[];
  readonly candidates: readonly Candidate[];
  readonly options: StudyOptions;
  readonly scoring: Scoring;
  readonly returnTrainScore: boolean;
  readonly keepProbabilities: boolean;
}

/**
 * Trains one candidate without one fold and judges it by that fold, on a device of its own, so that nothing of a trial is left
 * for the next. What goes wrong is recorded, as scikit-learn's `error_score=nan` has it.
 *
 * Throws Interrupted, and a StorageError: neither is the candidate's doing.
 */
export async function runTrial(trials: Trials, trial: Trial, interruption: Interruption): Promise<TrialRecord> {
  const params = trials.candidates[trial.candidate]!;
  const began = performance.now();
  try {
    const { options } = trials;
    const device = await (options.tune ? openTunedDevice(options) : openDevice(options));
    try {
      return { ...trial, params, failure: null, ...(await trainAndScore(trials, trial, device, interruption)) };
    } finally {
      device.close();
    }
  } catch (error) {
    if (error instanceof Interrupted || error instanceof StorageError) throw error;
    const fitSeconds = (performance.now() - began) / 1000;
    return failedTrial(trials, trial, fitSeconds, {
      error: error instanceof Error ? error.name : "unknown",
      message: describe(error),
      exitCode: exitCodeOf(error),
    });
  }
}

export function failedTrial(
  { candidates }: Pick<Trials, "candidates">,
  trial: Trial,
  fitSeconds: number,
  failure: NonNullable<TrialRecord["failure"]>,
): TrialRecord {
  const nothing = { score: null, metrics: {}, epochs: 0, bestEpoch: null, scoreSeconds: 0, adapter: "" };
  return { ...trial, params: candidates[trial.candidate]!, failure, fitSeconds, ...nothing };
}

type Outcome = Omit<TrialRecord, "candidate" | "fold" | "params" | "failure">;

async function trainAndScore(
  trials: Trials,
  trial: Trial,
  device: Device,
  interruption: Interruption,
): Promise<Outcome> {
  const { dataset, own, returnTrainScore, keepProbabilities, scoring } = trials;
  const { train, validation, heldOut } = trials.folds[trial.fold]!;
  const options = trainingOptionsOf(trials.options, trials.candidates[trial.candidate]!);
  const { bnAxis, l2, dropout, seed, batchSize } = options;
  const inputShape = dataset.imageShape;
  checkSize(options.filters, inputShape);
  requireBothClasses(train);
  checkOversampling(options);
  const checkpoint = async (): Promise<void> => await interruption.checkpoint();
  const plan = planTraining(options, device.info, own);

  const began = performance.now();
  // Of what is held out, nothing is known to the statistics.
  const normalization = await fitNormalization(options.normalize, train, inputShape[0]);
  const network = own?.make() ?? documentedCnn({ filters: plan.filters, inputShape, bnAxis, l2, dropout });
  const model = network.to(device, { seed });
  const { history, bestEpoch } = await fitNetwork({
    model,
    data: { train, validation, normalization },
    plan,
    options,
    augmentation: augmentationOf(options.augment, { train, normalization }),
    callbacks: (stopping) => stopping,
    checkpoints: { train: checkpoint, validation: checkpoint },
    log: () => undefined,
    onCompile: undefined,
  });
  await roundWeights(model);
  const fitted = performance.now();
  const judging = { batchSize, normalization, classNames: dataset.classNames, loss: options.loss, checkpoint };
  const tested = await evaluateSplit(model, heldOut, judging);
  const scored = performance.now();
  const trained = returnTrainScore ? await evaluateSplit(model, train, judging) : undefined;
  return {
    score: orNull(scoreOf(scoring, tested.logs, heldOut.labels)),
    ...(trained && { trainScore: orNull(scoreOf(scoring, trained.logs, train.labels)) }),
    metrics: Object.fromEntries(Object.entries(tested.logs).map(([name, value]) => [name, orNull(value)])),
    epochs: history.epoch.length,
    bestEpoch: bestEpoch ?? null,
    fitSeconds: (fitted - began) / 1000,
    scoreSeconds: (scored - fitted) / 1000,
    adapter: deviceName(device.info),
    ...(keepProbabilities && { probabilities: tested.predictions.map(({ probability }) => orNull(probability)) }),
  };
}

/** Groups may leave a fold without one of them. */
function requireBothClasses({ labels }: Split): void {
  if (labels.includes(0) && labels.includes(1)) return;
  throw new InputError({ subject: "training data", rule: "must have samples of both classes" });
}

/** JSON knows no NaN. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Without what was received where that may be a path. */
function describe(error: unknown): string {
  if (!(error instanceof TomogradError)) return error instanceof Error ? error.message : String(error);
  const { subject, rule, received } = error;
  const isNumbers = received !== undefined && exitCodeOf(error) !== EXIT.input;
  return `${subject}: ${rule}${isNumbers ? `. Received ${received}` : ""}`;
}
