import type { Model } from "@tomograd/model";
import { saveModel } from "@tomograd/model/node";
import type { ModelMetadata } from "../model/metadata.ts";
import { roundWeights } from "../model/round-weights.ts";
import { evaluateSplit } from "../results/evaluate-split.ts";
import { printEvaluation, warnOfEvaluation } from "../results/print-evaluation.ts";
import { predictionsCsv } from "../run-folder/predictions-csv.ts";
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

/** Saves a model that holds its best weights, with the threshold of the validation data, and judges it by the test data. */
export async function finishRun(finished: TrainedRun): Promise<void> {
  const { run, recorder, data, options, interruption, terminal, model, metadata, trained, started } = finished;
  const { validation, test, normalization, dataset } = data;
  const { batchSize, loss } = options;
  await roundWeights(model);
  const reading = { batchSize, normalization, checkpoint: async () => await interruption.checkpoint() };
  const chosen = validation && (await validationThreshold(model, validation, reading));
  await saveModel(run.file("model"), model, { ...metadata, ...(chosen && { threshold: chosen.threshold }) });
  await finished.writeConfig();
  if (chosen) sayThreshold(terminal, chosen);

  const judging = { ...reading, classNames: dataset.classNames, loss, validationThreshold: chosen?.threshold };
  const tested = test && (await evaluateSplit(model, test, judging));
  if (tested) {
    await run.writeJson("evaluation.json", tested.evaluation);
    await run.writeText("predictions_test.csv", predictionsCsv(tested.predictions));
  } else terminal.note("there are no test data: nothing is evaluated");
  const seconds = (performance.now() - started) / 1000;
  await recorder.event({ event: "end", seconds, ...trained.memory });
  if (options.json) {
    const { epochs } = recorder;
    const evaluation = tested?.evaluation ?? null;
    terminal.json({ run: run.path, epochs, bestEpoch: trained.bestEpoch, seconds, ...trained.memory, evaluation });
  } else if (tested) printEvaluation(terminal, tested);
  if (tested) warnOfEvaluation(terminal, tested);
}
