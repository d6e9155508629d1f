import type { Split } from "@tomograd/data";
import { predict, type Model } from "@tomograd/model";
import { predictedClass, type Prediction } from "@tomograd/report";
import { splitSource, type SplitSourceOptions } from "../train/split-source.ts";

export interface PredictSplitOptions extends Pick<SplitSourceOptions, "batchSize" | "normalization" | "checkpoint"> {
  /** The names of classes 0 and 1. */
  readonly classNames: readonly [string, string];
}

export interface SplitPredictions {
  readonly probabilities: Float32Array;
  /** One a sample, in the stored order. */
  readonly predictions: readonly Prediction[];
}

/** What a model at rest says of every sample of a split, each once, as it is stored: without augmentation or oversampling. */
export async function predictSplit(
  model: Model,
  split: Split,
  { batchSize, normalization, checkpoint, classNames }: PredictSplitOptions,
): Promise<SplitPredictions> {
  const probabilities = await predict(model, splitSource(split, { batchSize, normalization, checkpoint }));
  const predictions = split.ids.map((id, i) => {
    const probability = probabilities[i]!;
    return { id, probability, label: predictedClass(probability, classNames), actual: classNames[split.labels[i]!]! };
  });
  return { probabilities, predictions };
}
