import { NumericError, ShapeError, UsageError } from "@tomograd/kernels";
import { requireWeights, flattenColumn, type Column } from "./column.ts";
import { accuracyOf, cohenKappa, macroF1, type ConfusionMatrix } from "./confusion-matrix.ts";
import { StreamingMetric, type MetricOptions } from "./metric.ts";

/** One row of K numbers a sample, (N, K). */
export type Rows = ArrayLike<ArrayLike<number>>;

export interface ClassMetricOptions extends MetricOptions {
  readonly numClasses: number;
}

/**
 * A metric of a confusion matrix of K classes; the class with the largest probability is predicted, the first of equals.
 *
 * Labels are class indices, (N), or one-hot rows, (N, K); predictions are rows, (N, K), nested or flat.
 * Throws a ShapeError or NumericError for rows of another width, labels that are no class, and NaN.
 */
export abstract class ClassMetric extends StreamingMetric<
  [yTrue: Column | Rows, yPred: Column | Rows, sampleWeight?: Column]
> {
  readonly numClasses: number;
  #matrix: number[][];

  constructor(defaultName: string, { numClasses, ...options }: ClassMetricOptions) {
    super(defaultName, options);
    if (!Number.isInteger(numClasses) || numClasses < 2) {
      const received = `numClasses=${numClasses}`;
      throw new UsageError({ subject: this.name, rule: "numClasses must be an integer above 1", received });
    }
    this.numClasses = numClasses;
    this.#matrix = this.#empty();
  }

  /** The metric of a confusion matrix, `matrix[actual][predicted]`. */
  protected abstract of(matrix: ConfusionMatrix): number;

  updateState(yTrue: Column | Rows, yPred: Column | Rows, sampleWeight?: Column): void {
    const predicted = this.#classesOf(yPred, "yPred");
    const isOneHot = typeof yTrue[0] === "object" && yTrue[0].length > 1;
    const actual = isOneHot ? this.#classesOf(yTrue, "yTrue") : Array.from(flattenColumn(yTrue, "yTrue"));
    if (actual.length !== predicted.length) {
      const received = `yTrue.length=${actual.length}, yPred.length=${predicted.length}`;
      throw new ShapeError({ subject: this.name, rule: "every label needs one row of predictions", received });
    }
    const outside = actual.findIndex((label) => this.#matrix[label] === undefined);
    if (outside >= 0) {
      const rule = `labels must be classes from 0 to ${this.numClasses - 1}`;
      throw new NumericError({ subject: this.name, rule, received: `yTrue[${outside}]=${actual[outside]}` });
    }
    const weights = sampleWeight && flattenColumn(sampleWeight, "sampleWeight");
    if (weights) requireWeights(weights, actual.length);
    for (const [i, label] of actual.entries()) this.#matrix[label]![predicted[i]!]! += weights?.[i] ?? 1;
  }

  result(): number {
    return this.resultOf(this.#matrix);
  }

  resultOf(matrix: ConfusionMatrix): number {
    return Math.fround(this.of(matrix));
  }

  reset(): void {
    this.#matrix = this.#empty();
  }

  #empty(): number[][] {
    return Array.from({ length: this.numClasses }, () => Array.from({ length: this.numClasses }, () => 0));
  }

  #classesOf(values: Column | Rows, name: string): number[] {
    const flat = Array.from(values as ArrayLike<number | ArrayLike<number>>);
    const width = this.numClasses;
    const isNested = typeof flat[0] === "object";
    const rows = isNested
      ? (flat as ArrayLike<number>[])
      : Array.from({ length: Math.ceil(flat.length / width) }, (_, i) =>
          (flat as number[]).slice(i * width, (i + 1) * width),
        );
    return rows.map((row, i) => {
      if (row.length !== width) {
        const received = `${name}[${i}].length=${row.length}`;
        throw new ShapeError({ subject: this.name, rule: `rows must hold ${width} numbers, one a class`, received });
      }
      const at = Array.from(row).findIndex((value) => Number.isNaN(value));
      if (at >= 0)
        throw new NumericError({ subject: this.name, rule: "must not be NaN", received: `${name}[${i}][${at}]` });
      return Array.from(row).reduce((best, value, k) => (value > row[best]! ? k : best), 0);
    });
  }
}

/** The share of samples whose class is predicted; labels are class indices. */
export class SparseCategoricalAccuracy extends ClassMetric {
  constructor({ name = "sparse_categorical_accuracy", ...options }: ClassMetricOptions) {
    super(name, options);
  }
  protected of(matrix: ConfusionMatrix): number {
    return accuracyOf(matrix);
  }
}

/** The share of samples whose class is predicted; labels are one-hot rows. */
export class CategoricalAccuracy extends SparseCategoricalAccuracy {
  constructor({ name = "categorical_accuracy", ...options }: ClassMetricOptions) {
    super({ name, ...options });
  }
}

/** The mean F1 score of the classes that occur. */
export class MacroF1Score extends ClassMetric {
  constructor(options: ClassMetricOptions) {
    super("macro_f1_score", options);
  }
  protected of(matrix: ConfusionMatrix): number {
    return macroF1(matrix);
  }
}

/** Cohen's kappa of K classes. */
export class CategoricalCohenKappa extends ClassMetric {
  constructor(options: ClassMetricOptions) {
    super("categorical_cohen_kappa", options);
  }
  protected of(matrix: ConfusionMatrix): number {
    return cohenKappa(matrix);
  }
}
