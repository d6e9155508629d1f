import { csvText, textCell } from "./csv.ts";

export interface Prediction {
  readonly id: string;
  readonly probability: number;
  /** The name of the class that the model predicts. */
  readonly label: string;
  /** The name of the class that it was labelled with, where that is known. */
  readonly actual?: string;
}

/** The class of a probability: the positive one above the threshold. */
export function predictedClass(probability: number, classNames: readonly [string, string], threshold = 0.5): string {
  return classNames[probability > threshold ? 1 : 0];
}

/** `id,probability,label`, and `actual` where it is known, in the order given. */
export function predictionsCsv(predictions: readonly Prediction[]): string {
  const isLabelled = predictions.some(({ actual }) => actual !== undefined);
  const rows = predictions.map(({ id, probability, label, actual = "" }) => [
    textCell(id),
    probability,
    textCell(label),
    ...(isLabelled ? [textCell(actual)] : []),
  ]);
  return csvText(["id", "probability", "label", ...(isLabelled ? ["actual"] : [])], rows);
}
