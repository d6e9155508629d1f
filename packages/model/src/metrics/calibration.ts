import { NumericError, UsageError } from "@tomograd/kernels";
import { readSamples, type Column, type Samples } from "./column.ts";

export interface CalibrationOptions {
  /** Default 15. */
  readonly bins?: number;
  /** Bins of one width of probability, or of one number of samples. Default "width". */
  readonly equal?: "width" | "mass";
  readonly sampleWeight?: Column;
}

export interface CalibrationBin {
  readonly samples: number;
  /** The mean probability of the bin's samples. */
  readonly confidence: number;
  /** The share of positives among them. */
  readonly frequency: number;
  /** The bin's part of all samples, weighted. */
  readonly share: number;
}

/**
 * What a reliability diagram shows: mean probability against share of positives, ascending, bins that hold nothing left out.
 *
 * Bins of equal width are (k/n, (k+1)/n], the first one with 0; those of equal mass are cut by rank. Throws a NumericError
 * for probabilities outside [0, 1], a ShapeError for lengths that differ, a UsageError for fewer than one bin.
 *
 * @example
 * calibrationCurve([0, 1], [0.2, 0.9]).map(({ confidence, frequency }) => [confidence, frequency]);
 */
export function calibrationCurve(
  labels: Column,
  probabilities: Column,
  { bins = 15, equal = "width", sampleWeight }: CalibrationOptions = {},
): CalibrationBin[] {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new UsageError({ subject: "calibration", rule: "bins must be a positive integer", received: `bins=${bins}` });
  }
  const samples = readSamples(labels, probabilities, sampleWeight);
  requireProbabilities(samples);
  const { scores } = samples;
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  const groups: number[][] = Array.from({ length: bins }, () => []);
  for (const [rank, i] of order.entries()) {
    const bin = equal === "mass" ? Math.floor((rank * bins) / order.length) : Math.ceil(scores[i]! * bins) - 1;
    groups[Math.max(0, bin)]!.push(i);
  }
  const weightOf = (i: number): number => samples.weights?.[i] ?? 1;
  const total = order.reduce((sum, i) => sum + weightOf(i), 0);
  return groups.flatMap((members) => {
    const weight = members.reduce((sum, i) => sum + weightOf(i), 0);
    if (weight === 0) return [];
    const confidence = members.reduce((sum, i) => sum + weightOf(i) * scores[i]!, 0) / weight;
    const frequency = members.reduce((sum, i) => sum + (samples.labels[i]! > 0.5 ? weightOf(i) : 0), 0) / weight;
    return [{ samples: members.length, confidence, frequency, share: weight / total }];
  });
}

/**
 * `Σ share |frequency - confidence|` over the bins of `calibrationCurve`, in [0, 1]; NaN without samples.
 *
 * Throws as `calibrationCurve` does. Source: Naeini et al. (2015).
 *
 * @example
 * expectedCalibrationError([0, 1], [0.2, 0.9]); // 0.15
 */
export function expectedCalibrationError(labels: Column, probabilities: Column, options?: CalibrationOptions): number {
  const bins = calibrationCurve(labels, probabilities, options);
  if (bins.length === 0) return NaN;
  return bins.reduce((sum, { share, frequency, confidence }) => sum + share * Math.abs(frequency - confidence), 0);
}

/**
 * The mean of `(p - y)²`, in [0, 1]; NaN without samples. Throws as `calibrationCurve` does. Source: Brier (1950).
 *
 * @example
 * brierScore([0, 1], [0.2, 0.9]); // 0.025
 */
export function brierScore(labels: Column, probabilities: Column, sampleWeight?: Column): number {
  const samples = readSamples(labels, probabilities, sampleWeight);
  requireProbabilities(samples);
  let [sum, total] = [0, 0];
  for (const [i, p] of samples.scores.entries()) {
    const weight = samples.weights?.[i] ?? 1;
    sum += weight * (p - (samples.labels[i]! > 0.5 ? 1 : 0)) ** 2;
    total += weight;
  }
  return sum / total;
}

/** Throws a NumericError for the first score outside [0, 1]. */
export function requireProbabilities({ scores }: Samples): void {
  const at = scores.findIndex((p) => !(p >= 0 && p <= 1));
  if (at < 0) return;
  const received = `probabilities[${at}]=${scores[at]}`;
  throw new NumericError({ subject: "probabilities", rule: "must lie in [0, 1]", received });
}
