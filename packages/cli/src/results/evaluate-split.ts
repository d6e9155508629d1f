import { shownName, type Split } from "@tomograd/data";
import { classificationReport, documentedMetrics, evaluate, type Logs, type Model } from "@tomograd/model";
import { classesOf, makeEvaluation, type Evaluation, type EvaluationContext } from "@tomograd/report";
import { lossNamed, type LossName } from "../model/losses.ts";
import type { Pace } from "../progress/keras-line.ts";
import { Stopwatch } from "../progress/stopwatch.ts";
import type { Prediction } from "@tomograd/report";
import { splitSource } from "../train/split-source.ts";
import { predictSplit, type PredictSplitOptions } from "./predict-split.ts";

export interface EvaluateSplitOptions extends Omit<EvaluationContext, "split">, PredictSplitOptions {
  /** What the model was trained with. */
  readonly loss: LossName;
}

export interface SplitEvaluation {
  readonly logs: Logs;
  readonly evaluation: Evaluation;
  readonly predictions: readonly Prediction[];
  /** scikit-learn's classification report. */
  readonly report: string;
  readonly steps: number;
  readonly pace: Pace;
}

/** The documented metrics, the honest ones and every probability of a split. */
export async function evaluateSplit(
  model: Model,
  split: Split,
  options: EvaluateSplitOptions,
): Promise<SplitEvaluation> {
  const source = splitSource(split, options);
  const steps = Math.ceil(split.length / options.batchSize);
  const watch = new Stopwatch();
  const logs = await evaluate(model, source, { loss: lossNamed(options.loss), metrics: documentedMetrics() });
  const pace = watch.pace(steps);
  const { probabilities, predictions } = await predictSplit(model, split, options);
  const { classNames } = options;
  // A sample of no group is one by itself.
  const groups = split.groups?.map((group, i) => group ?? i);
  const evaluation = makeEvaluation(logs, split.labels, probabilities, { ...options, split: split.name, groups });
  const classes = classesOf(split.labels, probabilities, evaluation.extra.threshold);
  const report = classificationReport(...classes, {
    classes: [0, 1],
    targetNames: classNames.map(shownName),
    digits: 4,
  });
  return { logs, evaluation, predictions, report, steps, pace };
}
