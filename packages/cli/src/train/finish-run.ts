import { shownName } from "@tomograd/data";
import type { Model } from "@tomograd/model";
import { saveModel } from "@tomograd/model/node";
import { chosenThresholds } from "@tomograd/report";
import type { ModelMetadata } from "../model/metadata.ts";
import { roundWeights } from "../model/round-weights.ts";
import { evaluateSplit } from "../results/evaluate-split.ts";
import { predictSplit, type SplitPredictions } from "../results/predict-split.ts";
import { printEvaluation, warnOfEvaluation } from "../results/print-evaluation.ts";
import { predictionsCsv } from "@tomograd/report";
import { duration } from "./estimate.ts";
import type { runTraining } from "./run-training.ts";
import type { PreparedRun } from "./train-run.ts";
import { sayThreshold, validationThreshold } from "./validation-threshold.ts";

interface TrainedRun extends Pick<PreparedRun, "run" | "recorder" | "data" | "options" | "interruption" | "terminal"> {
  readonly model: Model;
  readonly metadata: ModelMetadata;
  readonly trained: Awaited<ReturnType<typeof runTraining>>;
  /** When the run began, on the clock of `performance`. */
  readonly started: number;
  readonly writeConfig: () => Promise<void>;
}

/** Seconds after which somebody wonders what goes on. */
const LONG = 5;

/**
 * Saves a model that holds its best weights, with the threshold of the validation data, judges it by the test data, and
 * writes what it says of every sample of each split.
 */
export async function finishRun(finished: TrainedRun): Promise<void> {
  const { run, recorder, data, options, interruption, terminal, model, metadata, trained, started } = finished;
  const { train, validation, test, normalization, dataset } = data;
  const { batchSize, loss } = options;
  const { classNames } = dataset;
  const checkpoint = async (): Promise<void> => await interruption.checkpoint();
  await roundWeights(model);
  const reading = { batchSize, normalization, classNames, checkpoint };
  const writePredictions = async (split: string, { predictions }: Pick<SplitPredictions, "predictions">) =>
    await run.writeText(`predictions_${split}.csv`, predictionsCsv(predictions));
  const validated = validation && (await predictSplit(model, validation, reading));
  const chosen = validated && validationThreshold(validation, validated.probabilities);
  const thresholds = validated
    ? chosenThresholds({ labels: validation.labels, probabilities: validated.probabilities })
    : [];
  const known = chosen && { threshold: chosen.threshold, chosenThresholds: thresholds };
  await saveModel(run.file("model"), model, { ...metadata, ...known });
  await finished.writeConfig();
  if (validated) await writePredictions("validation", validated);
  if (chosen) sayThreshold(terminal, chosen);

  const judging = { ...reading, loss, validationThresholds: thresholds };
  const tested = test && (await evaluateSplit(model, test, judging));
  if (tested) {
    await run.writeJson("evaluation.json", tested.evaluation);
    await writePredictions("test", tested);
  } else terminal.note("there are no test data: nothing is evaluated");
  // Last, since it takes longest: a run that is stopped here has everything else.
  const expected = tested ? (tested.pace.elapsed / test.length) * train.length : 0;
  if (expected > LONG) terminal.note(`predictions of the training data: ${duration(expected)}`);
  await writePredictions("train", await predictSplit(model, train, reading));
  const seconds = (performance.now() - started) / 1000;
  await recorder.event({ event: "end", seconds, ...trained.memory });
  if (options.json) {
    const { epochs } = recorder;
    const evaluation = tested?.evaluation ?? null;
    terminal.json({ run: run.path, epochs, bestEpoch: trained.bestEpoch, seconds, ...trained.memory, evaluation });
  } else if (tested) printEvaluation(terminal, tested);
  if (tested) warnOfEvaluation(terminal, tested);
  terminal.note(`tomograd report ${shownName(run.path)} draws its figures and writes its report`);
}
