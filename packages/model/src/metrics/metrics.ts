import { UsageError } from "@tomograd/kernels";
import { Counts } from "./counts.ts";

export interface MetricOptions {
  readonly name?: string;
}

/**
 * A streaming metric: accumulates over batches, in Keras' definition and rounded to float32 like Keras' results.
 *
 * @example
 * const m = new Precision();
 * m.updateState([0, 1], [0.2, 0.9]);
 * m.result(); // 1
 */
export abstract class Metric {
  readonly name: string;
  #counts = new Counts();

  constructor(defaultName: string, options: MetricOptions = {}) {
    this.name = options.name ?? defaultName;
  }

  /** The metric of given counts; undefined denominators give 0, as in Keras. */
  abstract of(counts: Counts): number;

  updateState(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): void {
    this.#counts.add(yTrue, yPred);
  }

  result(): number {
    return this.resultOf(this.#counts);
  }

  resultOf(counts: Counts): number {
    return Math.fround(this.of(counts));
  }

  reset(): void {
    this.#counts = new Counts();
  }
}

const ratio = (numerator: number, denominator: number): number => (denominator === 0 ? 0 : numerator / denominator);

/** Positives predicted positive (p > 0.5). */
export class TruePositives extends Metric {
  constructor(options?: MetricOptions) {
    super("true_positives", options);
  }
  of({ tp }: Counts): number {
    return tp;
  }
}

/** Negatives predicted positive. */
export class FalsePositives extends Metric {
  constructor(options?: MetricOptions) {
    super("false_positives", options);
  }
  of({ fp }: Counts): number {
    return fp;
  }
}

/** Negatives predicted negative. */
export class TrueNegatives extends Metric {
  constructor(options?: MetricOptions) {
    super("true_negatives", options);
  }
  of({ tn }: Counts): number {
    return tn;
  }
}

/** Positives predicted negative. */
export class FalseNegatives extends Metric {
  constructor(options?: MetricOptions) {
    super("false_negatives", options);
  }
  of({ fn }: Counts): number {
    return fn;
  }
}

/** `(tp + tn) / all` */
export class BinaryAccuracy extends Metric {
  constructor(options?: MetricOptions) {
    super("binary_accuracy", options);
  }
  of({ tp, tn, fp, fn }: Counts): number {
    return ratio(tp + tn, tp + tn + fp + fn);
  }
}

/** `tp / (tp + fp)`, the positive predictive value. */
export class Precision extends Metric {
  constructor(options?: MetricOptions) {
    super("precision", options);
  }
  of({ tp, fp }: Counts): number {
    return ratio(tp, tp + fp);
  }
}

/** `tp / (tp + fn)`, the sensitivity. */
export class Recall extends Metric {
  constructor(options?: MetricOptions) {
    super("recall", options);
  }
  of({ tp, fn }: Counts): number {
    return ratio(tp, tp + fn);
  }
}

/** Area under the ROC curve through 200 thresholds, by trapezoids. Source: Keras `metrics.AUC`. */
export class AUC extends Metric {
  constructor(options?: MetricOptions) {
    super("auc", options);
  }
  of(counts: Counts): number {
    const { tp, fp } = counts.curve(true);
    let area = 0;
    for (let i = 0; i + 1 < tp.length; i++) {
      const width = ratio(fp[i]! - fp[i + 1]!, counts.negatives);
      area += (width * ratio(tp[i]! + tp[i + 1]!, counts.positives)) / 2;
    }
    return area;
  }
}

/** The best specificity over 200 thresholds at which the sensitivity is at least `sensitivity`; 0 if there is none. */
export class SpecificityAtSensitivity extends Metric {
  readonly sensitivity: number;
  constructor({ sensitivity, ...options }: MetricOptions & { readonly sensitivity: number }) {
    super("specificity_at_sensitivity", options);
    if (!(sensitivity >= 0 && sensitivity <= 1)) {
      throw new UsageError({
        subject: this.name,
        rule: "sensitivity must lie in [0, 1]",
        received: `sensitivity=${sensitivity}`,
      });
    }
    this.sensitivity = sensitivity;
  }
  of(counts: Counts): number {
    const { tp, fp } = counts.curve(false);
    let best = 0;
    for (let i = 0; i < tp.length; i++) {
      if (ratio(tp[i]!, counts.positives) < this.sensitivity) continue;
      best = Math.max(best, ratio(counts.negatives - fp[i]!, counts.negatives));
    }
    return best;
  }
}

/**
 * The documented nine, in their order and under their names. The last is called `sensitivity` there, but is the
 * specificity at a sensitivity of 0.8.
 */
export function documentedMetrics(): Metric[] {
  return [
    new TruePositives({ name: "tp" }),
    new FalsePositives({ name: "fp" }),
    new TrueNegatives({ name: "tn" }),
    new FalseNegatives({ name: "fn" }),
    new BinaryAccuracy({ name: "accuracy" }),
    new Precision({ name: "precision" }),
    new Recall({ name: "recall" }),
    new AUC({ name: "auc" }),
    new SpecificityAtSensitivity({ sensitivity: 0.8, name: "sensitivity" }),
  ];
}
