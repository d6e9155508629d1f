import { ShapeError } from "@tomograd/kernels";
import { ratio } from "./metric.ts";

/** The name of a class. */
export type ClassLabel = number | string;

/** Counts by class: rows are the actual classes, columns the predicted ones. */
export type ConfusionMatrix = readonly (readonly number[])[];

export interface ConfusionMatrixOptions {
  /** The classes and their order; samples of other ones are left out. Default: those that occur, sorted. */
  readonly classes?: readonly ClassLabel[];
}

/**
 * How often each class was predicted as each: `matrix[actual][predicted]`, so `[[tn, fp], [fn, tp]]` for classes 0 and 1.
 *
 * Throws a ShapeError for different numbers of labels and predictions. Source: scikit-learn `confusion_matrix`.
 *
 * @example
 * confusionMatrix([0, 1, 1], [0, 0, 1]); // [[1, 0], [1, 1]]
 */
export function confusionMatrix(
  labels: ArrayLike<ClassLabel>,
  predicted: ArrayLike<ClassLabel>,
  { classes = classesOf(labels, predicted) }: ConfusionMatrixOptions = {},
): number[][] {
  if (labels.length !== predicted.length) {
    const received = `labels.length=${labels.length}, predicted.length=${predicted.length}`;
    throw new ShapeError({ subject: "confusionMatrix", rule: "every label needs one prediction", received });
  }
  const matrix = classes.map(() => classes.map(() => 0));
  const index = new Map(classes.map((name, i) => [name, i]));
  for (let i = 0; i < labels.length; i++) {
    const [row, column] = [index.get(labels[i]!), index.get(predicted[i]!)];
    if (row !== undefined && column !== undefined) matrix[row]![column]! += 1;
  }
  return matrix;
}

/** The classes that occur, numbers by value and texts by code point. */
export function classesOf(...all: readonly ArrayLike<ClassLabel>[]): ClassLabel[] {
  const distinct = new Set(all.flatMap((labels) => Array.from(labels)));
  return [...distinct].sort((a, b) => (a < b ? -1 : 1));
}

/** `(p_o - p_e) / (1 - p_e)`: agreement beyond chance, in [-1, 1]; 0 where it is undefined. Source: Cohen (1960). */
export function cohenKappa(matrix: ConfusionMatrix): number {
  const { total, agreed, actual, predicted } = marginals(matrix);
  const byChance = actual.reduce((sum, count, k) => sum + count * predicted[k]!, 0);
  return ratio(agreed * total - byChance, total ** 2 - byChance);
}

/**
 * Matthews' correlation, `(c s - Σ t_k p_k) / sqrt((s² - Σ t_k²)(s² - Σ p_k²))` with c of s samples right, t_k of class k
 * and p_k predicted so; in [-1, 1], 0 where it is undefined. Source: Gorodkin (2004).
 */
export function matthewsCorrelation(matrix: ConfusionMatrix): number {
  const { total, agreed, actual, predicted } = marginals(matrix);
  const products = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, count, k) => sum + count * b[k]!, 0);
  const spread = (total ** 2 - products(actual, actual)) * (total ** 2 - products(predicted, predicted));
  return ratio(agreed * total - products(actual, predicted), Math.sqrt(spread));
}

/** The mean over the classes that occur of `2 tp / (2 tp + fp + fn)`. Source: scikit-learn `f1_score(average="macro")`. */
export function macroF1(matrix: ConfusionMatrix): number {
  const { actual, predicted } = marginals(matrix);
  const occurring = matrix.map((_, k) => k).filter((k) => actual[k]! + predicted[k]! > 0);
  const sum = occurring.reduce((scores, k) => scores + (2 * matrix[k]![k]!) / (actual[k]! + predicted[k]!), 0);
  return ratio(sum, occurring.length);
}

/** The share of samples on the diagonal. */
export function accuracyOf(matrix: ConfusionMatrix): number {
  const { agreed, total } = marginals(matrix);
  return ratio(agreed, total);
}

function marginals(matrix: ConfusionMatrix) {
  const actual = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const predicted = matrix.map((_, k) => matrix.reduce((sum, row) => sum + row[k]!, 0));
  const agreed = matrix.reduce((sum, row, k) => sum + row[k]!, 0);
  const total = actual.reduce((sum, count) => sum + count, 0);
  return { actual, predicted, agreed, total };
}
