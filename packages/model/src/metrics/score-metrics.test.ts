import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brierScore, calibrationCurve, expectedCalibrationError } from "./calibration.ts";
import { Mean, MeanBinaryCrossentropy } from "./mean-metrics.ts";
import { AveragePrecision, BrierScore, ExactAUC, ExpectedCalibrationError } from "./score-metrics.ts";
import { columns, LABELS, SCORES, twoClasses, weightOf } from "./samples-fixture.ts";

describe("metrics of all scores", () => {
  test.each([
    [new ExactAUC(), 0.78],
    [new AveragePrecision(), 0.8392857142857142],
    [new BrierScore(), 0.1602301],
    [new MeanBinaryCrossentropy(), 0.46697733],
  ])("on the reference vector: %o", (metric, expected) => {
    metric.updateState(LABELS.slice(0, 4), SCORES.slice(0, 4));
    metric.updateState(LABELS.slice(4), SCORES.slice(4));
    expect(metric.result()).toBeCloseTo(expected, 7);
    metric.resetState();
    metric.updateState([0, 1], [0, 1]);
    expect(metric.result()).toBeCloseTo(metric.name.startsWith("b") ? 0 : 1, 6);
  });

  test("are no number without samples of what they need", () => {
    for (const metric of [new ExactAUC(), new AveragePrecision(), new BrierScore(), new ExpectedCalibrationError()]) {
      expect(metric.result(), metric.name).toBeNaN();
    }
    expect(() => new ExactAUC().updateState([1], [Infinity])).toThrow("yPred[0]=Infinity");
  });

  test("a mean weighs its values, and is 0 without any", () => {
    const mean = new Mean();
    expect(mean.result()).toBe(0);
    mean.updateState([1, 3, 5, 7], [1, 1, 0, 0]);
    expect(mean.result()).toBe(2);
    mean.updateState([[2], [8]]);
    expect(mean.result()).toBe(3.5);
  });
});

describe("calibration", () => {
  test("probabilities that come true have no error", () => {
    const labels = [0, 0, 0, 1, 0, 1, 1, 1];
    const probabilities = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75];
    for (const equal of ["width", "mass"] as const) {
      expect(expectedCalibrationError(labels, probabilities, { bins: 2, equal })).toBe(0);
    }
    expect(brierScore(labels, probabilities)).toBe(0.1875);
  });

  test("bins of equal mass hold equally many samples", () => {
    const scores = Array.from({ length: 30 }, (_, i) => (i / 30) ** 4);
    const bins = calibrationCurve(
      scores.map((_, i) => i % 2),
      scores,
      { equal: "mass" },
    );
    expect(bins.map(({ samples }) => samples)).toEqual(Array.from({ length: 15 }, () => 2));
  });

  test("the error is the plain sum over bins of equal width, in [0, 1]", () => {
    fc.assert(
      fc.property(twoClasses, fc.integer({ min: 1, max: 20 }), (samples, bins) => {
        const { labels, scores, weights } = columns(samples);
        const total = weightOf(samples, () => true);
        let expected = 0;
        for (let bin = 0; bin < bins; bin++) {
          const members = samples.filter(({ score }) => Math.max(1, Math.ceil(score * bins)) === bin + 1);
          const positive = weightOf(members, ({ label }) => label === 1);
          const sum = members.reduce((all, { score, weight }) => all + score * weight, 0);
          expected += Math.abs(positive - sum) / total;
        }
        const found = expectedCalibrationError(labels, scores, { bins, sampleWeight: weights });
        expect(found).toBeCloseTo(expected, 10);
        expect(found).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test("refuses what is no probability, and no bins", () => {
    expect(() => brierScore([1], [1.5])).toThrow("probabilities[0]=1.5");
    expect(() => expectedCalibrationError([1], [NaN])).toThrow("probabilities[0]=NaN");
    expect(() => calibrationCurve([1], [0.5], { bins: 0 })).toThrow("bins=0");
  });
});
