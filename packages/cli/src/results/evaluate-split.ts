import type { Normalization, Split } from "@tomograd/data";
import { BinaryCrossentropy, documentedMetrics, evaluate, predict, type Logs, type Sequential } from "@tomograd/model";
import type { Pace } from "../progress/keras-line.ts";
import { Stopwatch } from "../progress/stopwatch.ts";
import type { Prediction } from "../run-folder/predictions-csv.ts";
import { splitSource } from "../train/split-source.ts";
import { makeEvaluation, type Evaluation } from "./evaluation.ts";

export interface EvaluateSplitOptions {
  readonly batchSize: number;
  readonly normalization: Normalization;
  readonly positiveClass: string;
  readonly checkpoint?: () => Promise<void>;
}

export interface SplitEvaluation {
  readonly logs: Logs;
  readonly evaluation: Evaluation;
  readonly predictions: readonly Prediction[];
  readonly steps: number;
  readonly pace: Pace;
}

/** The documented metrics, the honest ones and every probability of a split. */
export async function evaluateSplit(
  model: Sequential,
  split: Split,
  options: EvaluateSplitOptions,
): Promise<SplitEvaluation> {
  const source = splitSource(split, options);
  const steps = Math.ceil(split.length / options.batchSize);
  const watch = new Stopwatch();
  const logs = await evaluate(model, source, { loss: new BinaryCrossentropy(), metrics: documentedMetrics() });
  const pace = watch.pace(steps);
  const probabilities = await predict(model, source);
  const evaluation = makeEvaluation(logs, split.labels, probabilities, { split: split.name, ...options });
  const predictions = split.ids.map((id, i) => ({ id, probability: probabilities[i]!, label: split.labels[i]! }));
  return { logs, evaluation, predictions, steps, pace };
}
