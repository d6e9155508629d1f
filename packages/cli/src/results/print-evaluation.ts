import { finalLine } from "../progress/keras-line.ts";
import { wrap } from "../progress/redraw.ts";
import type { Terminal } from "../terminal.ts";
import { table } from "../table.ts";
import type { SplitEvaluation } from "./evaluate-split.ts";
import { evaluationWarnings, type Evaluation } from "./evaluation.ts";
import { pythonFloat } from "./python-float.ts";

const COUNTS = ["samples"];
const LABELS: Readonly<Record<string, string>> = { "specificity_at_sensitivity_0.8": "specificity@sens0.8" };

/** Prints an evaluation as the tutorial does: Keras' line, one line a metric; then the honest ones. */
export function printEvaluation(terminal: Terminal, { evaluation, logs, steps, pace }: SplitEvaluation): void {
  const { extra } = evaluation;
  terminal.result(`Evaluate on ${extra["split"]} data`);
  for (const line of wrap(finalLine(steps, pace, logs), terminal.resultColumns)) terminal.result(line);
  for (const [name, value] of Object.entries(logs)) {
    terminal.result(`${name} :  ${pythonFloat(value)}`);
  }
  terminal.result(`\nFurther metrics, with 95 % intervals (positive class ${extra["positive_class"]})`);
  terminal.result(
    `${LABELS["specificity_at_sensitivity_0.8"]} is what stands above as sensitivity, its name in the tutorial`,
  );
  terminal.result(table(["", "", ""], rowsOf(extra)).trim());
}

/** Warns of numbers that mislead, whatever form the result has. */
export function warnOfEvaluation(terminal: Terminal, { evaluation, logs }: SplitEvaluation): void {
  for (const warning of evaluationWarnings(logs, evaluation.extra)) terminal.warn(warning);
}

function rowsOf(extra: Evaluation["extra"]): string[][] {
  const names = Object.keys(extra).filter((name) => !/_ci_|_reason$|^split$|^positive_class$/.test(name));
  return names.map((name) => {
    const [value, low, high] = [extra[name], extra[`${name}_ci_low`], extra[`${name}_ci_high`]];
    const number = typeof value === "number" ? value.toFixed(COUNTS.includes(name) ? 0 : 4) : "not defined";
    const isInterval = typeof low === "number" && typeof high === "number";
    const reason = extra[`${name}_reason`];
    const remark = isInterval ? `${low.toFixed(4)} to ${high.toFixed(4)}` : typeof reason === "string" ? reason : "";
    return [LABELS[name] ?? name, number, remark];
  });
}
