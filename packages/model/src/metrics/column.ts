import { NumericError, ShapeError } from "@tomograd/kernels";

/** One number a sample: flat, (N), or in rows of one, (N, 1). */
export type Column = ArrayLike<number> | ArrayLike<ArrayLike<number>>;

/** Samples as metrics take them, each array N long. */
export interface Samples {
  readonly labels: Float64Array;
  readonly scores: Float64Array;
  readonly weights: Float64Array | undefined;
}

/** The numbers of a column. Throws a ShapeError for rows that do not hold exactly one. */
export function flattenColumn(values: Column, name: string): Float64Array {
  return Float64Array.from(values as ArrayLike<number | ArrayLike<number>>, (value, i) => {
    if (typeof value === "number") return value;
    if (value.length === 1) return value[0]!;
    throw new ShapeError({
      subject: name,
      rule: "must be (N) or (N, 1)",
      received: `${name}[${i}].length=${value.length}`,
    });
  });
}

/**
 * Labels, scores and weights of the same samples, flat.
 *
 * Throws a ShapeError for lengths that differ, and a NumericError for weights that are negative or not finite.
 */
export function readSamples(yTrue: Column, yPred: Column, sampleWeight?: Column): Samples {
  const labels = flattenColumn(yTrue, "yTrue");
  const scores = flattenColumn(yPred, "yPred");
  requireLength(scores, "yPred", labels.length);
  const weights = sampleWeight && flattenColumn(sampleWeight, "sampleWeight");
  if (weights) requireWeights(weights, labels.length);
  return { labels, scores, weights };
}

/** Throws where weights are not one a sample, negative or not finite. */
export function requireWeights(weights: Float64Array, samples: number): void {
  requireLength(weights, "sampleWeight", samples);
  const at = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (at < 0) return;
  const received = `sampleWeight[${at}]=${weights[at]}`;
  throw new NumericError({ subject: "sampleWeight", rule: "weights must be finite and not negative", received });
}

/** Throws a NumericError that names the first score that is NaN or infinite. */
export function requireFinite(scores: Float64Array, name = "yPred"): void {
  const at = scores.findIndex((score) => !Number.isFinite(score));
  if (at < 0) return;
  throw new NumericError({ subject: name, rule: "scores must be finite", received: `${name}[${at}]=${scores[at]}` });
}

function requireLength(values: Float64Array, name: string, samples: number): void {
  if (values.length === samples) return;
  const received = `${name}.length=${values.length}, samples=${samples}`;
  throw new ShapeError({ subject: name, rule: "must hold one number a sample", received });
}
