import fc from "fast-check";
import { documentedMetrics } from "@tomograd/model";
import { describe, expect, test } from "vitest";
import { evaluationWarnings, makeEvaluation } from "./evaluation.ts";
import { exactAuc } from "./exact-auc.ts";
import { confusionOf, honestMetrics } from "./honest-metrics.ts";
import { pythonFloat } from "./python-float.ts";
import { wilson } from "./wilson.ts";

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

  test("H10 the exact AUC is the pairwise definition, ties counted half", () => {
    const sample = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.constantFrom(0, 0.2, 0.5, 0.5000001, 1));
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 30 }), (samples) => {
        const wins = samples.flatMap(([a, p]) =>
          samples.filter(([b]) => a === 1 && b === 0).map(([, q]) => (p > q ? 1 : p === q ? 0.5 : 0)),
        );
        const pairwise = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
        const found = exactAuc(
          samples.map(([label]) => label),
          samples.map(([, p]) => p),
        );
        if (wins.length === 0) expect(found).toBeUndefined();
        else expect(found).toBeCloseTo(pairwise, 12);
      }),
    );
  });

  test("Wilson's interval", () => {
    const [low, high] = wilson(7, 10)!;
    expect(low).toBeCloseTo(0.3968, 4);
    expect(high).toBeCloseTo(0.8922, 4);
    expect(wilson(0, 0)).toBeUndefined();
  });
});

describe("an evaluation", () => {
  test("is flat, in Keras' order, with the honest ones under extra", () => {
    const evaluation = makeEvaluation(logsOf(LABELS, PROBABILITIES), LABELS, PROBABILITIES, {
      split: "test",
      positiveClass: "1",
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

test.each([
  [860, "860.0"],
  [Math.fround(0.7505912780761719), "0.7505912780761719"],
  [0, "0.0"],
  [1e-7, "1e-07"],
  [0.0001, "0.0001"],
  [1e16, "1e+16"],
  [123456789, "123456789.0"],
  [NaN, "nan"],
])("%d is printed as %s", (value, text) => expect(pythonFloat(value)).toBe(text));
