import { readSamples, requireFinite, type Column, type Samples } from "./column.ts";

export interface RankedSamples {
  readonly samples: Samples;
  /** Indices of samples by falling score. */
  readonly order: Uint32Array;
  /** 1 where the next rank has another score. */
  readonly lastOfTie: Uint8Array;
}

/** What is predicted positive as the threshold falls from one distinct score to the next. */
export interface RankedCounts {
  /** Distinct scores, descending. */
  readonly thresholds: Float64Array;
  /** Positives and negatives that score at least as much, weighted. */
  readonly tp: Float64Array;
  readonly fp: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Samples by falling score.
 *
 * Throws a ShapeError for different lengths and a NumericError for scores or weights that are not finite.
 */
export function rankedSamples(labels: Column, scores: Column, sampleWeight?: Column): RankedSamples {
  const samples = readSamples(labels, scores, sampleWeight);
  requireFinite(samples.scores, "scores");
  const order = Uint32Array.from(samples.scores.keys()).sort((a, b) => samples.scores[b]! - samples.scores[a]!);
  const lastOfTie = Uint8Array.from(order, (i, rank) =>
    rank + 1 < order.length && samples.scores[order[rank + 1]!] === samples.scores[i] ? 0 : 1,
  );
  return { samples, order, lastOfTie };
}

/** Cumulative counts over all distinct scores; labels above 0.5 are positive. Throws as `rankedSamples` does. */
export function rankedCounts(labels: Column, scores: Column, sampleWeight?: Column): RankedCounts {
  const { samples, order, lastOfTie } = rankedSamples(labels, scores, sampleWeight);
  const distinct = lastOfTie.reduce((count, flag) => count + flag, 0);
  const [thresholds, tp, fp] = [new Float64Array(distinct), new Float64Array(distinct), new Float64Array(distinct)];
  let [positives, negatives, at] = [0, 0, 0];
  for (const [rank, i] of order.entries()) {
    const weight = samples.weights?.[i] ?? 1;
    if (samples.labels[i]! > 0.5) positives += weight;
    else negatives += weight;
    if (lastOfTie[rank] === 0) continue;
    thresholds[at] = samples.scores[i]!;
    tp[at] = positives;
    fp[at] = negatives;
    at += 1;
  }
  return { thresholds, tp, fp, positives, negatives };
}
