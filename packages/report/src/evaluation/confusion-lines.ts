import type { ConfusionMatrix } from "@tomograd/model";

/** What the five lines say; the documented ones have the classes of the first four swapped. */
const NAMES = {
  corrected: [
    "No-Lesions Detected (True Negatives)",
    "No-Lesions Incorrectly Detected (False Positives)",
    "Lesions Missed (False Negatives)",
    "Lesions Detected (True Positives)",
    "Total Lesions",
  ],
  documented: [
    "Lesions Detected (True Negatives)",
    "Lesions Incorrectly Detected (False Positives)",
    "No-Lesions Missed (False Negatives)",
    "No-Lesions Detected (True Positives)",
    "Total Lesions",
  ],
} as const;

/** The documented five lines of a confusion matrix `[[tn, fp], [fn, tp]]`; a lesion is the positive class. */
export function confusionLines([negative = [], positive = []]: ConfusionMatrix, labels: keyof typeof NAMES): string[] {
  const [tn = 0, fp = 0] = negative;
  const [fn = 0, tp = 0] = positive;
  return [tn, fp, fn, tp, fn + tp].map((count, i) => `${NAMES[labels][i]}:  ${count}`);
}
