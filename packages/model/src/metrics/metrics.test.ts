import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { Counts } from "./counts.ts";
import { AUC, SensitivityAtSpecificity, SpecificityAtSensitivity } from "./curve-metrics.ts";
import { documentedMetrics } from "./metrics.ts";
import {
  BalancedAccuracy,
  BinaryAccuracy,
  CohenKappa,
  F1Score,
  FBetaScore,
  MatthewsCorrelationCoefficient,
  NegativePredictiveValue,
  Precision,
  Recall,
  Specificity,
  TruePositives,
} from "./outcome-metrics.ts";
import { anySamples, columns, LABELS, SCORES, weightOf } from "./samples-fixture.ts";

describe("the documented nine", () => {
  it("agree with Keras on the reference vector", () => {
    const results = documentedMetrics().map((metric) => {
      metric.updateState(LABELS, SCORES);
      return [metric.name, metric.result()];
    });
    expect(results.map(([name]) => name)).toEqual([
      "tp",
      "fp",
      "tn",
      "fn",
      "accuracy",
      "precision",
      "recall",
      "auc",
      "sensitivity",
    ]);
    const expected = [3, 1, 4, 2, 0.7, 0.75, 0.6, 0.78, 0.4];
    for (const [i, [, value]] of results.entries()) expect(value).toBeCloseTo(expected[i]!, 6);
  });

  it("stream: two updates equal one", () => {
    const whole = new AUC();
    whole.updateState(LABELS, SCORES);
    const parts = new AUC();
    parts.updateState(LABELS.slice(0, 3), SCORES.slice(0, 3));
    parts.updateState(LABELS.slice(3), SCORES.slice(3));
    expect(parts.result()).toBe(whole.result());
  });

  it("give 0 where a denominator is 0", () => {
    for (const metric of documentedMetrics()) expect(metric.result()).toBe(0);
    const precision = new Precision();
    precision.updateState([1, 1], [0.1, 0.2]);
    expect(precision.result()).toBe(0);
  });

  it("reset to nothing", () => {
    const metric = new Precision({ name: "ppv" });
    metric.updateState([1], [0.9]);
    metric.resetState();
    expect([metric.name, metric.result()]).toEqual(["ppv", 0]);
  });

  it("take (N), (N, 1) and typed arrays", () => {
    const metric = new AUC();
    metric.updateState(
      LABELS.map((label) => [label]),
      Float32Array.from(SCORES),
    );
    expect(metric.result()).toBeCloseTo(0.78, 6);
  });
});

describe("Keras' examples", () => {
  test.each([
    ["", undefined, 0.75],
    ["weighted", [1, 0, 0, 1], 1],
  ])("AUC %s", (_name, sampleWeight, expected) => {
    const metric = new AUC({ numThresholds: 3 });
    metric.updateState([0, 0, 1, 1], [0, 0.5, 0.3, 0.9], sampleWeight);
    expect(metric.result()).toBe(expected);
  });

  test("AUC of the precision-recall curve", () => {
    const metric = new AUC({ numThresholds: 3, curve: "PR" });
    metric.updateState([0, 0, 1, 1], [0, 0.5, 0.3, 0.9], [1, 2, 3, 4]);
    // tp 7, 4, 0 and fp 3, 0, 0 at the three thresholds.
    expect(metric.result()).toBeCloseTo((0.5 * (3 + 2 * Math.log(2.5)) + 4) / 7, 6);
  });

  test.each([
    ["", undefined, 2 / 3],
    ["weighted", [1, 1, 2, 2, 2], 0.5],
  ])("the specificity at a sensitivity %s", (_name, sampleWeight, expected) => {
    const metric = new SpecificityAtSensitivity({ sensitivity: 0.5 });
    metric.updateState([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8], sampleWeight);
    expect(metric.result()).toBeCloseTo(expected, 6);
  });

  test.each([
    ["", undefined, 0.5],
    ["weighted", [1, 1, 2, 2, 1], 1 / 3],
  ])("the sensitivity at a specificity %s", (_name, sampleWeight, expected) => {
    const metric = new SensitivityAtSpecificity({ specificity: 0.5 });
    metric.updateState([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8], sampleWeight);
    expect(metric.result()).toBeCloseTo(expected, 6);
  });
});

describe("on random samples", () => {
  const outcomes: [string, (threshold: number) => { result(): number; updateState: Counts["add"] }, Formula][] = [
    ["TruePositives", (threshold) => new TruePositives({ threshold }), ({ tp }) => tp],
    [
      "BinaryAccuracy",
      (threshold) => new BinaryAccuracy({ threshold }),
      ({ tp, fp, tn, fn }) => (tp + tn) / (tp + fp + tn + fn),
    ],
    ["Precision", (threshold) => new Precision({ threshold }), ({ tp, fp }) => tp / (tp + fp)],
    ["Recall", (threshold) => new Recall({ thresholds: threshold }), ({ tp, fn }) => tp / (tp + fn)],
    ["Specificity", (threshold) => new Specificity({ threshold }), ({ tn, fp }) => tn / (tn + fp)],
    [
      "NegativePredictiveValue",
      (threshold) => new NegativePredictiveValue({ threshold }),
      ({ tn, fn }) => tn / (tn + fn),
    ],
    ["F1Score", (threshold) => new F1Score({ threshold }), ({ tp, fp, fn }) => tp / (tp + (fp + fn) / 2)],
    ["FBetaScore", (threshold) => new FBetaScore({ beta: 2, threshold }), fTwo],
    [
      "BalancedAccuracy",
      (threshold) => new BalancedAccuracy({ threshold }),
      ({ tp, fp, tn, fn }) => (tp / (tp + fn) + tn / (tn + fp)) / 2,
    ],
    ["CohenKappa", (threshold) => new CohenKappa({ threshold }), kappa],
    [
      "MatthewsCorrelationCoefficient",
      (threshold) => new MatthewsCorrelationCoefficient({ threshold }),
      ({ tp, fp, tn, fn }) => (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)),
    ],
  ];

  test.each(outcomes)("%s is its formula, and 0 where that is undefined", (_name, make, formula) => {
    fc.assert(
      fc.property(anySamples, fc.constantFrom(0, 0.25, 0.5, 0.8125, 1), (samples, threshold) => {
        const { labels, scores, weights } = columns(samples);
        const metric = make(threshold);
        metric.updateState(labels, scores, weights);
        const expected = formula({
          tp: weightOf(samples, ({ label, score }) => label === 1 && score > threshold),
          fp: weightOf(samples, ({ label, score }) => label === 0 && score > threshold),
          tn: weightOf(samples, ({ label, score }) => label === 0 && score <= threshold),
          fn: weightOf(samples, ({ label, score }) => label === 1 && score <= threshold),
        });
        expect(metric.result()).toBeCloseTo(Number.isFinite(expected) ? expected : 0, 6);
      }),
    );
  });

  test.each([2, 3, 17, 200])("AUC and its siblings follow from %d thresholds", (numThresholds) => {
    const inner = Array.from({ length: numThresholds - 2 }, (_, i) => (i + 1) / (numThresholds - 1));
    fc.assert(
      fc.property(anySamples, (samples) => {
        const { labels, scores, weights } = columns(samples);
        const measure = (metric: AUC | SpecificityAtSensitivity | SensitivityAtSpecificity): number => {
          metric.updateState(labels, scores, weights);
          return metric.result();
        };
        const ratesAt = (thresholds: readonly number[]) =>
          thresholds.map((threshold) => {
            const share = (label: number): number => {
              const above = weightOf(samples, (one) => one.label === label && one.score > threshold);
              return above / weightOf(samples, (one) => one.label === label) || 0;
            };
            return { tpr: share(1), fpr: share(0) };
          });
        const rates = ratesAt([-1e-7, ...inner, 1 + 1e-7]);
        const area = rates
          .slice(1)
          .reduce((sum, { tpr, fpr }, i) => sum + ((rates[i]!.fpr - fpr) * (rates[i]!.tpr + tpr)) / 2, 0);
        expect(measure(new AUC({ numThresholds }))).toBeCloseTo(area, 5);

        const hasNegatives = weightOf(samples, ({ label }) => label === 0) > 0;
        const points = ratesAt([0, ...inner, 1]).map(({ tpr, fpr }) => ({ tpr, tnr: hasNegatives ? 1 - fpr : 0 }));
        const specificity = Math.max(0, ...points.filter(({ tpr }) => tpr >= 0.8).map(({ tnr }) => tnr));
        expect(measure(new SpecificityAtSensitivity({ sensitivity: 0.8, numThresholds }))).toBeCloseTo(specificity, 5);
        const sensitivity = Math.max(0, ...points.filter(({ tnr }) => tnr >= 0.75).map(({ tpr }) => tpr));
        expect(measure(new SensitivityAtSpecificity({ specificity: 0.75, numThresholds }))).toBeCloseTo(sensitivity, 5);
      }),
    );
  });
});

interface Outcomes {
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}
type Formula = (outcomes: Outcomes) => number;

function fTwo({ tp, fp, fn }: Outcomes): number {
  return (5 * tp) / (5 * tp + 4 * fn + fp);
}

function kappa({ tp, fp, tn, fn }: Outcomes): number {
  const n = tp + fp + tn + fn;
  const observed = (tp + tn) / n;
  const byChance = ((tp + fn) / n) * ((tp + fp) / n) + ((tn + fp) / n) * ((tn + fn) / n);
  return byChance === 1 ? 0 : (observed - byChance) / (1 - byChance);
}

describe("what is not allowed", () => {
  test.each([
    ["threshold", () => new Precision({ threshold: 1.5 })],
    ["numThresholds", () => new AUC({ numThresholds: 1 })],
    ["curve", () => new AUC({ curve: "roc" as "ROC" })],
    ["sensitivity", () => new SpecificityAtSensitivity({ sensitivity: NaN })],
    ["specificity", () => new SensitivityAtSpecificity({ specificity: 2 })],
    ["beta", () => new FBetaScore({ beta: 0 })],
    ["sampleWeight", () => new AUC().updateState([1], [1], [-1])],
    ["sampleWeight", () => new AUC().updateState([1], [1], [1, 2])],
    ["yPred", () => new AUC().updateState([1, 0], [1])],
    ["yTrue", () => new AUC().updateState([[1, 0]], [1])],
  ])("%s", (name, act) => expect(act).toThrow(name));

  test("counts that were made at other thresholds", () => {
    expect(() => new Precision({ threshold: 0.3 }).resultOf(new Counts())).toThrow(
      "precision: counts are made with threshold=0.5. Received threshold=0.3. Use the metric by itself, after predict.",
    );
    expect(() => new AUC({ numThresholds: 3 }).resultOf(new Counts())).toThrow("numThresholds=200");
  });
});
