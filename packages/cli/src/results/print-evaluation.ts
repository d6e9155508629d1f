import type { Logs } from "@tomograd/model";
import { finalLine, type Pace } from "../progress/keras-line.ts";
import type { Terminal } from "../terminal.ts";
import { evaluationWarnings, type Evaluation } from "./evaluation.ts";
import { pythonFloat } from "./python-float.ts";

/** Prints an evaluation as the tutorial does: Keras' line, one line a metric; then the honest ones. */
export function printEvaluation(
  terminal: Terminal,
  evaluation: Evaluation,
  logs: Logs,
  steps: number,
  pace: Pace,
): void {
  const { extra } = evaluation;
  terminal.result(`Evaluate on ${extra["split"]} data`);
  terminal.result(finalLine(steps, pace, logs));
  for (const [name, value] of Object.entries(logs)) terminal.result(`${name} :  ${pythonFloat(value)}`);
  terminal.result("");
  terminal.result(
    `positive class ${extra["positive_class"]}; sensitivity above is the specificity at a sensitivity of 0.8`,
  );
  for (const [name, value] of Object.entries(extra)) {
    if (/_ci_|_reason$|^split$|^positive_class$/.test(name)) continue;
    const [low, high] = [extra[`${name}_ci_low`], extra[`${name}_ci_high`]];
    const interval =
      typeof low === "number" && typeof high === "number" ? ` (95 % ${low.toFixed(4)} to ${high.toFixed(4)})` : "";
    const text =
      typeof value === "number" ? String(Number(value.toFixed(4))) : `not defined: ${extra[`${name}_reason`]}`;
    terminal.result(`${name} = ${text}${interval}`);
  }
  for (const warning of evaluationWarnings(logs, extra)) terminal.warn(warning);
}
