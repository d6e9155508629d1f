import { UsageError } from "@tomograd/kernels";
import type { Logs } from "./callback.ts";

export interface MonitorOptions {
  /** The name of a value in the logs. Default `val_loss`. */
  readonly monitor?: string;
  /** Which way is better. Default `auto`: by the metric's name, refused for names that do not tell. */
  readonly mode?: "auto" | "min" | "max";
  /** The least change that counts as an improvement. */
  readonly minDelta?: number;
}

/** Names of metrics; with several outputs the output's stands before them. */
const SMALLER = endsInOneOf(
  "loss|fp|fn|false_positives|false_negatives|binary_crossentropy|brier_score|expected_calibration_error",
);
const GREATER = endsInOneOf(
  "tp|tn|true_positives|true_negatives|precision|average_precision|recall|sensitivity|specificity",
  "sensitivity_at_specificity|specificity_at_sensitivity|negative_predictive_value",
  "auc_exact|f1_score|fbeta_score|cohen_kappa|matthews_correlation_coefficient",
  "\\w*(acc|accuracy|auc)",
);

function endsInOneOf(...names: readonly string[]): RegExp {
  return new RegExp(`(^|_)(${names.join("|")})$`);
}

/** A value of the logs, and what counts as an improvement of it. */
export class Monitor {
  readonly name: string;
  readonly #isGreater: boolean;
  readonly #minDelta: number;

  /** Throws a UsageError for an unknown mode, and where `auto` cannot tell. */
  constructor(subject: string, { monitor = "val_loss", mode = "auto", minDelta = 0 }: MonitorOptions) {
    this.name = monitor;
    this.#minDelta = Math.abs(minDelta);
    if (mode !== "auto" && mode !== "min" && mode !== "max") {
      throw new UsageError({ subject, rule: "mode must be auto, min or max", received: `mode=${String(mode)}` });
    }
    if (mode === "auto" && !SMALLER.test(monitor) && !GREATER.test(monitor)) {
      throw new UsageError({
        subject,
        rule: "mode auto must be able to tell by the name whether more is better",
        received: `monitor=${monitor}`,
        advice: "Pass mode min or max",
      });
    }
    this.#isGreater = mode === "max" || (mode === "auto" && GREATER.test(monitor));
  }

  /** The value; where it is missing `log` is told. */
  valueIn(logs: Logs, subject: string, log: (message: string) => void): number | undefined {
    const value = logs[this.name];
    if (value === undefined)
      log(`${subject} needs ${this.name}, which is not available. Available are: ${Object.keys(logs).join(",")}`);
    return value;
  }

  /** Whether a value is better than another by more than `minDelta`; the first always is, NaN never. */
  improves(value: number, reference: number | undefined): boolean {
    if (Number.isNaN(value)) return false;
    if (reference === undefined) return true;
    return this.#isGreater ? value - this.#minDelta > reference : value + this.#minDelta < reference;
  }
}
