import fc from "fast-check";

/** The reference vector of the semantics: ten samples with p = 0.5 and ties on purpose. */
export const LABELS = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1];
export const SCORES = [0.12, 0.81, 0.43, 0.43, 0.95, 0.5, 0.501, 0.66, 0.02, 0.35];

export interface Sample {
  readonly label: number;
  readonly score: number;
  readonly weight: number;
}

const grid = (steps: number) => fc.integer({ min: 0, max: steps }).map((n) => n / steps);

const sample = fc.record({
  label: fc.integer({ min: 0, max: 1 }),
  // Few values, so that scores tie; none beside a threshold n/199, where float32 decides.
  score: fc.oneof(grid(16), grid(1024)),
  weight: fc.integer({ min: 0, max: 4 }),
});

/** Random samples, of one class or none too. */
export const anySamples = fc.array(sample, { maxLength: 40 });

/** Random samples with weight in both classes. */
export const twoClasses = anySamples.filter((samples) =>
  [0, 1].every((label) => samples.some((one) => one.label === label && one.weight > 0)),
);

export function columns(samples: readonly Sample[]) {
  return {
    labels: samples.map(({ label }) => label),
    scores: samples.map(({ score }) => score),
    weights: samples.map(({ weight }) => weight),
  };
}

/** The weight of the samples that pass. */
export function weightOf(samples: readonly Sample[], passes: (sample: Sample) => boolean): number {
  return samples.filter(passes).reduce((sum, { weight }) => sum + weight, 0);
}

/** Pairs of a positive and a negative that the positive wins, ties half, by the definition. */
export function pairwiseAuc(samples: readonly Sample[]): number {
  let [won, all] = [0, 0];
  for (const a of samples) {
    for (const b of samples) {
      if (a.label !== 1 || b.label !== 0) continue;
      all += a.weight * b.weight;
      won += a.weight * b.weight * (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0);
    }
  }
  return won / all;
}
