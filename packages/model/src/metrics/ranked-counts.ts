import { readSamples, requireFinite, type Column } from "./column.ts";

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
 * Cumulative counts over all distinct scores; labels above 0.5 are positive.
 *
 * Throws a ShapeError for different lengths and a NumericError for scores or weights that are not finite.
 */
export function rankedCounts(labels: Column, scores: Column, sampleWeight?: Column): RankedCounts {
  const samples = readSamples(labels, scores, sampleWeight);
  requireFinite(samples.scores, "scores");
  const order = Array.from(samples.scores, (_, i) => i).sort((a, b) => samples.scores[b]! - samples.scores[a]!);
  const thresholds: number[] = [];
  const [tp, fp]: [number[], number[]] = [[], []];
  let [positives, negatives] = [0, 0];
  for (const [rank, i] of order.entries()) {
    const weight = samples.weights?.[i] ?? 1;
    if (samples.labels[i]! > 0.5) positives += weight;
    else negatives += weight;
    const score = samples.scores[i]!;
    const next = order[rank + 1];
    if (next !== undefined && samples.scores[next] === score) continue;
    thresholds.push(score);
    tp.push(positives);
    fp.push(negatives);
  }
  return {
    thresholds: Float64Array.from(thresholds),
    tp: Float64Array.from(tp),
    fp: Float64Array.from(fp),
    positives,
    negatives,
  };
}
