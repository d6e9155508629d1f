import { UsageError } from "@tomograd/kernels";
import type { Column } from "./column.ts";
import { Counts, type CountsLayout } from "./counts.ts";

export interface MetricOptions {
  readonly name?: string;
}

/**
 * A number that is accumulated over batches, on its own: `updateState`, `result`, `reset`.
 *
 * @example
 * const m = new ExactAUC();
 * m.updateState([0, 1], [0.2, 0.9]);
 * m.result(); // 1
 */
export abstract class StreamingMetric<
  Update extends readonly unknown[] = [yTrue: Column, yPred: Column, sampleWeight?: Column],
> {
  readonly name: string;

  constructor(defaultName: string, { name = defaultName }: MetricOptions = {}) {
    this.name = name;
  }

  /** Takes in samples, labels and predictions as (N) or (N, 1). Throws a ShapeError where their numbers differ. */
  abstract updateState(...samples: Update): void;

  abstract result(): number;

  abstract reset(): void;

  /** Keras' name of `reset`. */
  resetState(): void {
    this.reset();
  }
}

/**
 * A streaming metric that follows from `Counts`: also for `fit` and `evaluate`, which count on the device.
 *
 * In Keras' definition where Keras has it, and rounded to float32 like Keras' results. Undefined denominators give 0.
 *
 * @example
 * const m = new Precision();
 * m.updateState([0, 1], [0.2, 0.9]);
 * m.result(); // 1
 */
export abstract class Metric extends StreamingMetric {
  readonly #needs: Partial<CountsLayout>;
  #counts: Counts;

  /** `needs` is what the metric requires of counts; what it leaves out does not matter to it. */
  constructor(defaultName: string, options: MetricOptions = {}, needs: Partial<CountsLayout> = {}) {
    super(defaultName, options);
    this.#needs = needs;
    this.#counts = new Counts(undefined, needs);
  }

  /** The metric of given counts. */
  protected abstract of(counts: Counts): number;

  updateState(yTrue: Column, yPred: Column, sampleWeight?: Column): void {
    this.#counts.add(yTrue, yPred, sampleWeight);
  }

  result(): number {
    return this.resultOf(this.#counts);
  }

  /** The metric of given counts. Throws a UsageError where they were made at other thresholds than the metric's. */
  resultOf(counts: Counts): number {
    for (const name of ["threshold", "numThresholds"] as const) {
      const needed = this.#needs[name];
      if (needed === undefined || needed === counts.layout[name]) continue;
      throw new UsageError({
        subject: this.name,
        rule: `counts are made with ${name}=${counts.layout[name]}`,
        received: `${name}=${needed}`,
        advice: "Use the metric by itself, after predict",
      });
    }
    return Math.fround(this.of(counts));
  }

  reset(): void {
    this.#counts = new Counts(undefined, this.#needs);
  }
}

/** A share; 0 where there is nothing to take it of, as in Keras. */
export function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}
