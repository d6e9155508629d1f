import { flattenColumn, readSamples, requireWeights, type Column } from "./column.ts";
import { StreamingMetric, type MetricOptions } from "./metric.ts";

/**
 * The weighted mean of values; 0 without any, as in Keras.
 *
 * @example
 * const m = new Mean();
 * m.updateState([1, 3, 5, 7], [1, 1, 0, 0]);
 * m.result(); // 2
 */
export class Mean extends StreamingMetric<[values: Column, sampleWeight?: Column]> {
  #sum = 0;
  #weight = 0;

  constructor(options?: MetricOptions) {
    super("mean", options);
  }

  updateState(values: Column, sampleWeight?: Column): void {
    const numbers = flattenColumn(values, "values");
    const weights = sampleWeight && flattenColumn(sampleWeight, "sampleWeight");
    if (weights) requireWeights(weights, numbers.length);
    for (const [i, value] of numbers.entries()) {
      const weight = weights?.[i] ?? 1;
      this.#sum += weight * value;
      this.#weight += weight;
    }
  }

  result(): number {
    return this.#weight === 0 ? 0 : Math.fround(this.#sum / this.#weight);
  }

  reset(): void {
    this.#sum = 0;
    this.#weight = 0;
  }
}

/** Keras' `epsilon`, which keeps logarithms finite. */
const EPSILON = 1e-7;

/**
 * The mean of `-(y log p + (1 - y) log(1 - p))` over samples, p clipped to [1e-7, 1 - 1e-7]; 0 without any.
 *
 * Source: Keras `metrics.BinaryCrossentropy`; that name is the loss's here.
 */
export class MeanBinaryCrossentropy extends StreamingMetric {
  readonly #mean = new Mean();

  constructor(options?: MetricOptions) {
    super("binary_crossentropy", options);
  }

  updateState(yTrue: Column, yPred: Column, sampleWeight?: Column): void {
    const { labels, scores } = readSamples(yTrue, yPred, sampleWeight);
    const losses = scores.map((score, i) => {
      const p = Math.min(Math.max(score, EPSILON), 1 - EPSILON);
      return -(labels[i]! * Math.log(p) + (1 - labels[i]!) * Math.log(1 - p));
    });
    this.#mean.updateState(losses, sampleWeight);
  }

  result(): number {
    return this.#mean.result();
  }

  reset(): void {
    this.#mean.reset();
  }
}
