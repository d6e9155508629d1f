import { deviationOf, meanOf } from "@tomograd/model";
import { honestMetrics, type HonestMetrics } from "@tomograd/report";
import { csvText, textCell } from "@tomograd/report";
import { predictedClass } from "@tomograd/report";
import { table } from "../table.ts";
import { METRIC_NAMES } from "../train/monitor.ts";
import type { FinishedStudy } from "./run-study.ts";
import { scoreOf } from "./score.ts";
import type { TrialRecord } from "./trial.ts";

/** What cross-validation found; what is not defined is null. */
export interface FoldReport {
  readonly folds: readonly {
    readonly fold: number;
    readonly train: number;
    readonly validation: number;
    readonly heldOut: number;
    readonly positives: number;
    readonly epochs: number;
    readonly bestEpoch: number | null;
    readonly metrics: Readonly<Record<string, number | null>>;
    readonly failure: TrialRecord["failure"];
  }[];
  /** Over the folds, each counted alike. */
  readonly mean: Readonly<Record<string, number | null>>;
  /** The population deviation. */
  readonly std: Readonly<Record<string, number | null>>;
  /** Over all samples, each predicted by the model that had not seen it; null where a fold failed. */
  readonly pooled: HonestMetrics | null;
}

interface OutOfFold {
  readonly id: string;
  readonly fold: number;
  readonly probability: number;
  readonly label: number;
}

export function foldReport(study: FinishedStudy): FoldReport {
  const { trials, records } = study;
  const rows = records[0]!;
  const folds = trials.folds.map(({ train, validation, heldOut }, fold) => {
    const { epochs, bestEpoch, metrics, failure } = rows[fold]!;
    const defined = METRIC_NAMES.map((name) => {
      const value = scoreOf(`val_${name}`, numbers(metrics), heldOut.labels);
      return [name, Number.isFinite(value) ? metrics[name]! : null] as const;
    });
    return {
      fold,
      train: train.length,
      validation: validation?.length ?? 0,
      heldOut: heldOut.length,
      positives: heldOut.labels.reduce((sum, label) => sum + label, 0),
      epochs,
      bestEpoch,
      metrics: Object.fromEntries(defined),
      failure,
    };
  });
  const over = (of: (values: readonly number[]) => number) =>
    Object.fromEntries(
      METRIC_NAMES.map((name) => {
        const value = of(folds.map(({ metrics }) => metrics[name] ?? NaN));
        return [name, Number.isFinite(value) ? value : null];
      }),
    );
  const predictions = outOfFold(study);
  const pooled = predictions.length === trials.dataset.splits.train!.length;
  return {
    folds,
    mean: over(meanOf),
    std: over(deviationOf),
    pooled: pooled
      ? honestMetrics(
          predictions.map(({ label }) => label),
          predictions.map(({ probability }) => probability),
        )
      : null,
  };
}

/** Every sample's probability by the model that did not see it, in the order of the data; those of failed folds are missing. */
export function outOfFold({ trials, records }: FinishedStudy): OutOfFold[] {
  const { ids, labels } = trials.dataset.splits.train!;
  const found: OutOfFold[] = [];
  for (const [fold, { heldOutIndices = [] }] of trials.folds.entries()) {
    const { probabilities } = records[0]![fold]!;
    if (!probabilities) continue;
    for (const [at, i] of [...heldOutIndices].entries())
      found[i] = { id: ids[i]!, fold, probability: probabilities[at] ?? NaN, label: labels[i]! };
  }
  return found.filter(Boolean);
}

/** `predictions_oof.csv`: folds count from 0, as in the other files. */
export function outOfFoldCsv(predictions: readonly OutOfFold[], classNames: readonly [string, string]): string {
  const rows = predictions.map(({ id, fold, probability, label }) => [
    textCell(id),
    fold,
    probability,
    textCell(predictedClass(probability, classNames)),
    textCell(classNames[label]!),
  ]);
  return csvText(["id", "fold", "probability", "label", "actual"], rows);
}

const COUNTS = new Set(["tp", "fp", "tn", "fn"]);

/** A row for each fold, then the mean over the folds and its deviation. */
export function foldTable({ folds, mean, std }: FoldReport): string {
  const shown = (name: string, value: number | null | undefined, digits: number): string =>
    typeof value === "number" ? value.toFixed(COUNTS.has(name) ? Math.min(digits, 1) : digits) : "-";
  const rows = folds.map(({ fold, train, heldOut, positives, epochs, metrics }) => [
    String(fold + 1),
    ...[train, heldOut, positives, epochs].map(String),
    ...METRIC_NAMES.map((name) => (COUNTS.has(name) ? shown(name, metrics[name], 0) : shown(name, metrics[name], 4))),
  ]);
  const over = (title: string, values: FoldReport["mean"]): string[] => [
    title,
    "",
    "",
    "",
    "",
    ...METRIC_NAMES.map((name) => shown(name, values[name], 4)),
  ];
  const header = ["fold", "trained", "held out", "positive", "epochs", ...METRIC_NAMES];
  return table(header, [...rows, over("mean", mean), over("std", std)]);
}

function numbers(metrics: TrialRecord["metrics"]): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value ?? NaN]));
}
