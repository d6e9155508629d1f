import { classBalance, type Split } from "@tomograd/data";
import { chooseThreshold, type OperatingPoint } from "@tomograd/model";
import type { Terminal } from "../terminal.ts";

/**
 * The operating point with the largest sensitivity + specificity on validation data, by what the model says of them;
 * undefined where they hold one class, or where the model predicts NaN.
 */
export function validationThreshold(validation: Split, probabilities: Float32Array): OperatingPoint | undefined {
  const { negatives, positives } = classBalance(validation);
  if (negatives === 0 || positives === 0 || !probabilities.every(Number.isFinite)) return undefined;
  return chooseThreshold(validation.labels, probabilities, "youden");
}

export function sayThreshold(terminal: Terminal, { threshold, tp, fp, tn, fn }: OperatingPoint): void {
  const [sensitivity, specificity] = [tp / (tp + fn), tn / (tn + fp)].map((share) => share.toFixed(2));
  terminal.note(
    `threshold: ${threshold.toFixed(4)} has the largest sensitivity + specificity on the validation data ` +
      `(${sensitivity} + ${specificity}); predict --threshold validation uses it, everything here 0.5`,
  );
}
