import type { Logs } from "@tomograd/model";
import { directionOf } from "../train/monitor.ts";
import type { Scoring } from "./search-options.ts";

/** What Keras calls 0 where a class is missing, and nobody knows. */
const NEED_BOTH_CLASSES = ["precision", "recall", "auc", "sensitivity"];

/** The larger the better: a metric of held-out data, or its negative where less is better; NaN where it is not defined. */
export function scoreOf(scoring: Scoring, metrics: Logs, labels: Uint8Array): number {
  const name = scoring.slice("val_".length);
  const isOneClass = labels.every((label) => label === labels[0]);
  if (isOneClass && NEED_BOTH_CLASSES.includes(name)) return NaN;
  const value = metrics[name] ?? NaN;
  return directionOf(name) === "min" ? -value : value;
}
