/** Whether a larger value of a metric is better. */
const DIRECTIONS = {
  loss: "min",
  tp: "max",
  fp: "min",
  tn: "max",
  fn: "min",
  accuracy: "max",
  precision: "max",
  recall: "max",
  auc: "max",
  sensitivity: "max",
} as const;

type MetricName = keyof typeof DIRECTIONS;

/** The documented metrics in their order, after the loss. */
export const METRIC_NAMES = Object.keys(DIRECTIONS) as MetricName[];

/** Everything that a history has a column for. */
export const MONITORS = [...METRIC_NAMES, ...METRIC_NAMES.map((name) => `val_${name}` as const)];

export function directionOf(monitor: string): "min" | "max" {
  return DIRECTIONS[monitor.replace(/^val_/, "") as MetricName];
}
