import { classBalance, type Split } from "@tomograd/data";
import { chooseThreshold, predict, type Model, type OperatingPoint } from "@tomograd/model";
import type { Terminal } from "../terminal.ts";
import { splitSource, type SplitSourceOptions } from "./split-source.ts";

/**
 * The operating point with the largest sensitivity + specificity on validation data; undefined where they hold one class,
 * or where the model predicts NaN.
 */
export async function validationThreshold(
  model: Model,
  validation: Split,
  options: SplitSourceOptions,
): Promise<OperatingPoint | undefined> {
  const { negatives, positives } = classBalance(validation);
  if (negatives === 0 || positives === 0) return undefined;
  const probabilities = await predict(model, splitSource(validation, options));
  if (!probabilities.every(Number.isFinite)) return undefined;
  return chooseThreshold(validation.labels, probabilities, "youden");
}

export function sayThreshold(terminal: Terminal, { threshold, tp, fp, tn, fn }: OperatingPoint): void {
  const [sensitivity, specificity] = [tp / (tp + fn), tn / (tn + fp)].map((share) => share.toFixed(2));
  terminal.note(
    `threshold: ${threshold.toFixed(4)} has the largest sensitivity + specificity on the validation data ` +
      `(${sensitivity} + ${specificity}); predict --threshold validation uses it, everything here 0.5`,
  );
}
