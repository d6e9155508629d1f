import { documentedMetrics } from "@tomograd/model";
import { describe, expect, test } from "vitest";
import { evaluationWarnings, makeEvaluation } from "./evaluation.ts";
import { confusionOf, honestMetrics } from "./honest-metrics.ts";

const LABELS = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1];
const PROBABILITIES = [0.12, 0.81, 0.43, 0.43, 0.95, 0.5, 0.501, 0.66, 0.02, 0.35];

/** The documented metrics of given predictions, as `evaluate` would give them. */
function logsOf(labels: number[], probabilities: number[]): Record<string, number> {
  const metrics = documentedMetrics();
  for (const metric of metrics) metric.updateState(labels, probabilities);
  return { loss: 0.5, ...Object.fromEntries(metrics.map((metric) => [metric.name, metric.result()])) };
}

describe("honest metrics", () => {
  test("of the vector in the semantics", () => {
    expect(confusionOf(LABELS, PROBABILITIES)).toEqual({ tp: 3, fp: 1, tn: 4, fn: 2 });
    const metrics = honestMetrics(LABELS, PROBABILITIES);
    expect(metrics["auc_exact"]).toBeCloseTo(0.78, 12);
    expect(metrics["sensitivity"]).toBeCloseTo(0.6, 12);
    expect(metrics["specificity"]).toBeCloseTo(0.8, 12);
    expect(metrics["ppv"]).toBeCloseTo(0.75, 12);
    expect(metrics["npv"]).toBeCloseTo(4 / 6, 12);
    expect(metrics["f1"]).toBeCloseTo(6 / 9, 12);
    expect(metrics["balanced_accuracy"]).toBeCloseTo(0.7, 12);
    expect(metrics["mcc"]).toBeCloseTo(10 / Math.sqrt(4 * 5 * 5 * 6), 12);
    expect(metrics["accuracy"]).toBeCloseTo(0.7, 12);
    expect(metrics["prevalence"]).toBe(0.5);
    expect(metrics["no_information_rate"]).toBe(0.5);
  });

  test("H9 what one class leaves undefined is null, with a reason", () => {
    const metrics = honestMetrics([0, 0, 0], [0.1, 0.2, 0.3]);
    for (const name of ["auc_exact", "sensitivity", "ppv", "f1", "balanced_accuracy", "mcc"]) {
      expect(metrics[name], name).toBeNull();
      expect(metrics[`${name}_reason`], name).toEqual(expect.any(String));
    }
    expect(metrics["specificity"]).toBe(1);
    expect(metrics["specificity_reason"]).toBeUndefined();
  });

  test("the area under the curve has two intervals, or says why not", () => {
    const metrics = honestMetrics(LABELS, PROBABILITIES);
    for (const name of ["auc_exact", "auc_exact_bootstrap"]) {
      expect(metrics[`${name}_ci_low`], name).toBeLessThan(0.78);
      expect(metrics[`${name}_ci_high`], name).toBeGreaterThan(0.78);
    }
    const apart = honestMetrics([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4]);
    expect(apart["auc_exact"]).toBe(1);
    expect(apart["auc_exact_ci_reason"]).toBe("the classes do not overlap");
    expect(apart).not.toHaveProperty("auc_exact_bootstrap_ci_low");
    expect(honestMetrics([0, 1], [0.1, 0.2])["auc_exact_ci_reason"]).toContain("one sample");
  });

  test("at another threshold", () => {
    const metrics = honestMetrics(LABELS, PROBABILITIES, { threshold: 0.4 });
    expect(metrics["sensitivity"]).toBeCloseTo(0.8, 12);
    expect(metrics["specificity"]).toBeCloseTo(0.4, 12);
    expect(metrics["auc_exact"]).toBeCloseTo(0.78, 12);
  });
});

test("the bootstrap draws groups where samples have some", () => {
  const twice = <T>(values: readonly T[]): T[] => [...values, ...values];
  const groups = twice(LABELS.map((_, i) => i));
  const grouped = honestMetrics(twice(LABELS), twice(PROBABILITIES), { groups });
  const alone = honestMetrics(LABELS, PROBABILITIES);
  expect(grouped["groups"]).toBe(10);
  expect(grouped["auc_exact_bootstrap_ci_low"]).toBeCloseTo(Number(alone["auc_exact_bootstrap_ci_low"]), 12);
});

describe("an evaluation", () => {
  const evaluate = (labels: number[], probabilities: number[]) =>
    makeEvaluation(logsOf(labels, probabilities), labels, probabilities, {
      split: "test",
      classNames: ["normal", "lesion"],
    });

  test("holds the confusion matrix, the classification report and the thresholds", () => {
    const { extra } = evaluate(LABELS, PROBABILITIES);
    expect(extra.confusion_matrix).toEqual([
      [4, 1],
      [2, 3],
    ]);
    expect(extra.classification_report["lesion"]).toMatchObject({ precision: 0.75, recall: 0.6, support: 5 });
    expect(
      extra.operating_points.map(({ rule, sensitivity, specificity }) => [rule, sensitivity, specificity]),
    ).toEqual([
      ["in use", 0.6, 0.8],
      ["youden", 0.6, 1],
      ["sensitivity>=0.8", 1, 0.4],
      ["sensitivity>=0.95", 1, 0.4],
    ]);
    expect(extra.expected_costs[2]).toEqual({
      fn_fp_ratio: 5,
      cost: 1.1,
      all_negative: 2.5,
      all_positive: 0.5,
      least: 0.3,
      least_threshold: expect.closeTo(0.235, 12),
    });
  });

  test("of one class has no thresholds to choose from", () => {
    const { extra } = evaluate([0, 0], [0.1, 0.7]);
    expect(extra.operating_points).toEqual([
      { rule: "in use", threshold: 0.5, sensitivity: null, specificity: 0.5, ppv: 0, npv: 1 },
    ]);
    expect(extra.expected_costs).toEqual([]);
    expect(JSON.parse(JSON.stringify(extra))).toMatchObject({ auc_exact: null, average_precision: null });
  });

  test("is flat, in Keras' order, with the honest ones under extra", () => {
    const evaluation = makeEvaluation(logsOf(LABELS, PROBABILITIES), LABELS, PROBABILITIES, {
      split: "test",
      classNames: ["0", "1"],
    });
    expect(Object.keys(evaluation)).toEqual([
      "loss",
      "tp",
      "fp",
      "tn",
      "fn",
      "accuracy",
      "precision",
      "recall",
      "auc",
      "sensitivity",
      "extra",
    ]);
    expect(evaluation["auc"]).toBeCloseTo(0.78, 6);
    expect(evaluation["sensitivity"]).toBeCloseTo(0.4, 6);
    expect(evaluation.extra["specificity_at_sensitivity_0.8"]).toBeCloseTo(0.4, 6);
    expect(evaluation.extra["sensitivity"]).toBeCloseTo(0.6, 6);
  });

  test("warns of an accuracy that is no better than guessing, and of what is not defined", () => {
    const warningsOf = (labels: number[], probabilities: number[]): string => {
      const logs = logsOf(labels, probabilities);
      return evaluationWarnings(logs, honestMetrics(labels, probabilities)).join("\n");
    };
    expect(warningsOf([0, 0, 0, 1], [0.1, 0.1, 0.1, 0.2])).toContain("within noise");
    const wrong = Array.from({ length: 200 }, (_, i) => 1 - (i % 2));
    expect(
      warningsOf(
        wrong,
        Array.from(wrong, (label) => 1 - label),
      ),
    ).toContain("no better than");
    expect(warningsOf([0, 0, 0, 1], [0.1, 0.1, 0.1, 0.2])).toContain("precision is not defined");
    expect(warningsOf([0, 0], [0.1, 0.2])).toContain("AUC is not defined");
    const many = Array.from({ length: 200 }, (_, i) => i % 2);
    expect(warningsOf(many, many)).toBe("");
  });
});
