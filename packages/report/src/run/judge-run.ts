import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import {
  chooseAmong,
  classificationReport,
  expectedCost,
  operatingPoints,
  type ConfusionMatrix,
  type OperatingPoint,
} from "@tomograd/model";
import { chosenThresholds } from "../evaluation/chosen-points.ts";
import { classesOf, evaluationWarnings } from "../evaluation/evaluation.ts";
import { confusionOf, honestMetrics, type HonestMetrics } from "../evaluation/honest-metrics.ts";
import { COST_RATIOS } from "../evaluation/threshold-report.ts";
import type { SplitPredictions } from "./read-predictions.ts";
import type { RunRecord } from "./read-run.ts";

/** A threshold that the validation data chose by a rule, and what it gives on the test data. */
export interface ChosenPoint extends OperatingPoint {
  readonly rule: string;
}

/** What a decision costs on the test data where a missed positive costs `ratio` false alarms, in costs of a false alarm. */
export interface DecisionCost {
  readonly ratio: number;
  readonly inUse: number;
  readonly allNegative: number;
  readonly allPositive: number;
  /** At the threshold that the validation data choose for this ratio. */
  readonly chosen?: { readonly threshold: number; readonly cost: number };
}

/** How good a run's model is on its test data, at a threshold that these had no part in. */
export interface Judgement {
  readonly threshold: number;
  /** Where the threshold comes from. */
  readonly source: "default" | "asked for" | "validation";
  /** The documented metrics under Keras' names, at 0.5. */
  readonly logs: Readonly<Record<string, number>>;
  readonly metrics: HonestMetrics;
  readonly confusion: ConfusionMatrix;
  readonly report: string | undefined;
  readonly points: readonly ChosenPoint[];
  readonly costs: readonly DecisionCost[];
  readonly warnings: readonly string[];
}

const DEFAULT_THRESHOLD = 0.5;

/**
 * Judges the test predictions of a run, undefined where it has none. Everything that is chosen is chosen on the validation
 * predictions.
 *
 * Throws a UsageError where `threshold` is `validation` and the run's model holds none.
 */
export function judgeRun(run: RunRecord, asked?: number | "validation"): Judgement | undefined {
  const threshold = thresholdOf(run, asked);
  const { test, validation } = run.predictions;
  const { evaluation } = run;
  if (!test) return undefined;
  const logs = evaluation?.logs ?? {};
  const metrics = metricsOf(run, test, threshold);
  const { tp, fp, tn, fn } = confusionOf(test.labels, test.probabilities, threshold);
  const chooser = validation && hasBothClasses(validation) ? validation : undefined;
  const choices = chooser && operatingPoints(chooser.labels, chooser.probabilities);
  return {
    threshold,
    source: asked === undefined ? "default" : asked === "validation" ? "validation" : "asked for",
    logs,
    metrics,
    confusion: [
      [tn, fp],
      [fn, tp],
    ],
    report: reportOf(run, test, threshold),
    points: chooser
      ? chosenThresholds(chooser).map(({ rule, threshold }) => ({ rule, ...pointOf(test, threshold) }))
      : [],
    costs: test.labels.length === 0 ? [] : COST_RATIOS.map((ratio) => costOf(ratio, test, threshold, choices)),
    warnings: evaluationWarnings({ ...logs, accuracy: Number(metrics["accuracy"]) }, metrics),
  };
}

function thresholdOf({ network }: RunRecord, asked: number | "validation" | undefined): number {
  if (asked !== "validation") return asked ?? DEFAULT_THRESHOLD;
  if (network?.threshold !== undefined) return network.threshold;
  throw new UsageError({
    subject: "--threshold",
    rule: "validation stands for what train chose, with validation data of both classes",
    received: "a run whose model holds no threshold",
    advice: "Pass a probability",
  });
}

/** Names of what does not depend on the threshold, or on which samples belong together, which only `evaluation.json` knows. */
const KEPT = /^(auc_exact|specificity_at_sensitivity|groups$)/;

function metricsOf(
  { evaluation }: RunRecord,
  { labels, probabilities }: SplitPredictions,
  threshold: number,
): HonestMetrics {
  if (evaluation?.threshold === threshold) return evaluation.metrics;
  const kept = Object.entries(evaluation?.metrics ?? {}).filter(([name]) => KEPT.test(name));
  return { ...honestMetrics(labels, probabilities, { threshold }), ...Object.fromEntries(kept) };
}

function reportOf({ config }: RunRecord, { labels, probabilities }: SplitPredictions, threshold: number) {
  if (labels.length === 0) return undefined;
  return classificationReport(...classesOf(labels, probabilities, threshold), {
    classes: [0, 1],
    targetNames: config.dataset.classNames.map(shownName),
    digits: 4,
  }).trimEnd();
}

const hasBothClasses = ({ labels }: SplitPredictions): boolean => labels.includes(0) && labels.includes(1);

function pointOf({ labels, probabilities }: SplitPredictions, threshold: number): OperatingPoint {
  return { threshold, ...confusionOf(labels, probabilities, threshold) };
}

function costOf(
  ratio: number,
  test: SplitPredictions,
  threshold: number,
  choices: readonly OperatingPoint[] | undefined,
): DecisionCost {
  const inUse = pointOf(test, threshold);
  const chosen = choices && pointOf(test, chooseAmong(choices, { costRatio: ratio }).threshold);
  return {
    ratio,
    inUse: expectedCost(inUse, ratio),
    allNegative: expectedCost(pointOf(test, 1), ratio),
    allPositive: expectedCost(pointOf(test, -1), ratio),
    ...(chosen && { chosen: { threshold: chosen.threshold, cost: expectedCost(chosen, ratio) } }),
  };
}
