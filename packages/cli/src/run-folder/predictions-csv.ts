import { csvText, textCell } from "./csv.ts";

export interface Prediction {
  readonly id: string;
  readonly probability: number;
  /** The class that it was labelled with, or that the model predicts where there is no label. */
  readonly label: string | number;
}

/** `id,probability,label`, in the order given. */
export function predictionsCsv(predictions: Iterable<Prediction>): string {
  const rows = Array.from(predictions, ({ id, probability, label }) => [
    textCell(id),
    probability,
    typeof label === "number" ? label : textCell(label),
  ]);
  return csvText(["id", "probability", "label"], rows);
}
