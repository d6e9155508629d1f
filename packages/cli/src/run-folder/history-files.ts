import type { History } from "@tomograd/model";
import { csvText } from "@tomograd/report";

/** `history.json`: the epochs from 0 and a list of values for each name, in Keras' order. */
export function historyJson({ epoch, history }: Pick<History, "epoch" | "history">): unknown {
  return { epoch, history };
}

/** `history.csv`: one row an epoch, the columns in Keras' order. */
export function historyCsv({ epoch, history }: Pick<History, "epoch" | "history">): string {
  const names = Object.keys(history);
  const rows = epoch.map((number, i) => [number, ...names.map((name) => history[name]![i] ?? "NA")]);
  return csvText(["epoch", ...names], rows);
}
