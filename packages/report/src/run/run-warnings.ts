import { rocAuc } from "@tomograd/model";
import type { Judgement } from "./judge-run.ts";
import type { RunRecord } from "./read-run.ts";

/** Fewer samples of a class give intervals that hold nearly everything. */
const FEW = 100;
/** Of a calibration error: above it, probabilities are not to be read as such. */
const MUCH = 0.1;

/** How a note begins that was a warning when the data were read. */
const WARNING = "warning: ";

/** What a reader of a run's numbers should know before he uses them: the most important first. */
export function runWarnings(run: RunRecord, judgement: Judgement | undefined): string[] {
  const { config, end, predictions } = run;
  const [negative, positive] = config.dataset.classNames.map((name) => `“${name}”`) as [string, string];
  const warnings: string[] = [];
  if (!end) warnings.push("The run has not come to its end: what is shown is what there was when this page was made.");
  if (!config.dataset.splits.test)
    warnings.push("There are no test data: nothing here tells how good the model is on new images.");
  warnings.push(...dataWarnings(config.dataset.notes));
  if (!judgement) return warnings;
  const { metrics, warnings: misleading, source } = judgement;
  warnings.push(...misleading.map((warning) => `${warning[0]!.toUpperCase()}${warning.slice(1)}.`));
  const [low, high] = [metrics["auc_exact_ci_low"], metrics["auc_exact_ci_high"]];
  const { validation, test } = predictions;
  const validated = validation && rocAuc(validation.labels, validation.probabilities);
  if (validated !== undefined && typeof low === "number" && typeof high === "number" && validated > high) {
    warnings.push(
      `The AUC on the validation data (${validated.toFixed(3)}) lies above the interval of the test data: either these data ` +
        "differ, or training was fitted to the validation data.",
    );
  }
  const positives = test?.labels.reduce((sum, label) => sum + label, 0) ?? 0;
  const negatives = (test?.labels.length ?? 0) - positives;
  for (const [name, count] of [
    [positive, positives],
    [negative, negatives],
  ] as const) {
    if (count < FEW)
      warnings.push(`Only ${count} test images are ${name}: intervals are wide, and one image more or less counts.`);
  }
  const { ece } = metrics;
  if (typeof ece === "number" && ece > MUCH) {
    warnings.push(
      `The probabilities are off by ${ece.toFixed(2)} on average: they order images, but are no chances of being ${positive}.`,
    );
  }
  if (source === "asked for")
    warnings.push("The threshold was asked for when this page was made, not chosen on validation data.");
  return warnings;
}

/** What spoils the numbers before anything is computed, such as patients in two splits. */
function dataWarnings(notes: readonly string[]): string[] {
  return notes
    .filter((note) => note.startsWith(WARNING))
    .map((note) => `The data: ${note.slice(WARNING.length).replace(/\.$/, "")}.`);
}
