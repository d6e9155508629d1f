import { shownName } from "@tomograd/data";
import { confusionLines, evaluationWarnings, intervalText, type EvaluationExtra } from "@tomograd/report";
import { finalLine } from "../progress/keras-line.ts";
import { wrap } from "../progress/redraw.ts";
import type { Terminal } from "../terminal.ts";
import { table } from "../table.ts";
import type { SplitEvaluation } from "./evaluate-split.ts";
import { pythonFloat } from "./python-float.ts";

const COUNTS = ["samples", "groups"];
const LABELS: Readonly<Record<string, string>> = { "specificity_at_sensitivity_0.8": "specificity@sens0.8" };

export interface PrintOptions {
  /** Prints the confusion matrix under the documented labels, in which lesions and no lesions are swapped. */
  readonly tutorialLabels?: boolean;
}

/** Prints an evaluation as the tutorial does: Keras' line, one line a metric; then the honest ones and the tables. */
export function printEvaluation(
  terminal: Terminal,
  { evaluation, logs, steps, pace, report }: SplitEvaluation,
  { tutorialLabels = false }: PrintOptions = {},
): void {
  const { extra } = evaluation;
  const { threshold } = extra;
  const positiveClass = shownName(extra.positive_class);
  terminal.result(`Evaluate on ${extra.split} data`);
  for (const line of wrap(finalLine(steps, pace, logs), terminal.resultColumns)) terminal.result(line);
  for (const [name, value] of Object.entries(logs)) {
    terminal.result(`${name} :  ${pythonFloat(value)}`);
  }
  terminal.result(`\nFurther metrics, with 95 % intervals (positive class ${positiveClass})`);
  terminal.result(
    `${LABELS["specificity_at_sensitivity_0.8"]} is what stands above as sensitivity, its name in the tutorial`,
  );
  terminal.result(table(["", "", ""], metricRows(extra)).trim());

  terminal.result(`\nConfusion matrix @${threshold.toFixed(2)} (positive class ${positiveClass})`);
  const labels = tutorialLabels ? "documented" : "corrected";
  for (const line of confusionLines(extra.confusion_matrix, labels)) terminal.result(line);

  terminal.result(`\nClassification report @${threshold.toFixed(2)}\n${report.trimEnd()}`);
  printThresholds(terminal, extra);
}

/** Warns of numbers that mislead, whatever form the result has. */
export function warnOfEvaluation(terminal: Terminal, { evaluation, logs }: SplitEvaluation): void {
  for (const warning of evaluationWarnings(logs, evaluation.extra)) terminal.warn(warning);
}

function metricRows(extra: EvaluationExtra): string[][] {
  const names = Object.keys(extra).filter((name) => isMetric(extra[name]) && !/_ci_|_reason$/.test(name));
  return names.map((name) => {
    const value = extra[name];
    const number = typeof value === "number" ? value.toFixed(COUNTS.includes(name) ? 0 : 4) : "not defined";
    const exact = intervalText(extra, name, 4);
    const resampled = intervalText(extra, `${name}_bootstrap`, 4);
    const interval = resampled === undefined ? exact : `${exact} (DeLong), ${resampled} (bootstrap)`;
    const [reason, noInterval] = [extra[`${name}_reason`], extra[`${name}_ci_reason`]];
    const why = typeof noInterval === "string" ? `no interval: ${noInterval}` : "";
    return [LABELS[name] ?? name, number, interval ?? (typeof reason === "string" ? reason : why)];
  });
}

function isMetric(value: unknown): boolean {
  return typeof value === "number" || value === null;
}

const shown = (value: number | null): string => (value === null ? "-" : value.toFixed(4));

function printThresholds(terminal: Terminal, extra: EvaluationExtra): void {
  terminal.result("\nOperating points of these data, for reading only: a threshold is chosen on validation data");
  const points = extra.operating_points.map(({ rule, threshold, sensitivity, specificity, ppv, npv }) => [
    rule,
    ...[threshold, sensitivity, specificity, ppv, npv].map(shown),
  ]);
  terminal.result(table(["rule", "threshold", "sensitivity", "specificity", "ppv", "npv"], points));
  if (extra.expected_costs.length === 0) return;
  terminal.result("\nMean cost of a decision, in costs of a false positive");
  const costs = extra.expected_costs.map((row) => [
    `${row.fn_fp_ratio}:1`,
    ...[row.cost, row.all_negative, row.all_positive, row.least, row.least_threshold].map(shown),
  ]);
  const used = `@${extra.threshold.toFixed(2)}`;
  terminal.result(table(["FN:FP", used, "all negative", "all positive", "least", "at threshold"], costs));
}
