import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { averagePrecision, precisionRecallCurve } from "./precision-recall-curve.ts";
import { rocAuc, rocCurve } from "./roc-curve.ts";
import { columns, LABELS, pairwiseAuc, SCORES, twoClasses, weightOf } from "./samples-fixture.ts";

// from sklearn.metrics import roc_curve, precision_recall_curve, average_precision_score, roc_auc_score  # 1.2.1
// roc_curve(LABELS, SCORES, drop_intermediate=d); precision_recall_curve(LABELS, SCORES); ...
describe("on the reference vector, scikit-learn's", () => {
  test("ROC curve", () => {
    const { fpr, tpr, thresholds } = rocCurve(LABELS, SCORES);
    expect([...fpr]).toEqual([0, 0, 0, 0.4, 0.6, 0.6, 1]);
    expect([...tpr]).toEqual([0, 0.2, 0.6, 0.6, 0.8, 1, 1]);
    // The first is the largest score plus 1 in version 1.2, and infinity since 1.3.
    expect([...thresholds]).toEqual([Infinity, 0.95, 0.66, 0.5, 0.43, 0.35, 0.02]);
    const all = rocCurve(LABELS, SCORES, { dropIntermediate: false });
    expect([...all.fpr]).toEqual([0, 0, 0, 0, 0.2, 0.4, 0.6, 0.6, 0.8, 1]);
    expect([...all.tpr]).toEqual([0, 0.2, 0.4, 0.6, 0.6, 0.6, 0.8, 1, 1, 1]);
    expect([...all.thresholds]).toEqual([Infinity, 0.95, 0.81, 0.66, 0.501, 0.5, 0.43, 0.35, 0.12, 0.02]);
  });

  test("precision-recall curve", () => {
    const { precision, recall, thresholds } = precisionRecallCurve(LABELS, SCORES);
    expect([...precision]).toEqual([0.5, 5 / 9, 0.625, 4 / 7, 0.6, 0.75, 1, 1, 1, 1]);
    expect([...recall]).toEqual([1, 1, 1, 0.8, 0.6, 0.6, 0.6, 0.4, 0.2, 0]);
    expect([...thresholds]).toEqual([0.02, 0.12, 0.35, 0.43, 0.5, 0.501, 0.66, 0.81, 0.95]);
  });

  test("areas", () => {
    expect(averagePrecision(LABELS, SCORES)).toBeCloseTo(0.8392857142857142, 14);
    expect(rocAuc(LABELS, SCORES)).toBeCloseTo(0.78, 14);
    expect(averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBeCloseTo(5 / 6, 14);
  });
});

describe("the exact AUC", () => {
  test("H10 is the pairwise definition, ties half", () => {
    fc.assert(
      fc.property(twoClasses, (samples) => {
        const { labels, scores, weights } = columns(samples);
        expect(rocAuc(labels, scores, weights)).toBeCloseTo(pairwiseAuc(samples), 10);
      }),
    );
  });

  test("does not change under a monotone transform, and mirrors with its scores", () => {
    fc.assert(
      fc.property(twoClasses, (samples) => {
        const { labels, scores, weights } = columns(samples);
        const area = rocAuc(labels, scores, weights);
        const moved = scores.map((score) => 8 * score - 3);
        expect(rocAuc(labels, moved, weights)).toBe(area);
        const mirrored = scores.map((score) => -score);
        expect(rocAuc(labels, mirrored, weights)).toBeCloseTo(1 - area, 12);
      }),
    );
  });

  test("is not a number where a class is missing, and refuses scores that are none", () => {
    expect(rocAuc([1, 1], [0.2, 0.4])).toBeNaN();
    expect(rocAuc([], [])).toBeNaN();
    expect([...rocCurve([1, 1], [0.2, 0.4]).fpr]).toEqual([NaN, NaN, NaN]);
    expect(() => rocAuc([0, 1], [0, NaN])).toThrow("scores[1]=NaN");
  });
});

describe("curves", () => {
  test("have the rates of their thresholds", () => {
    fc.assert(
      fc.property(twoClasses, fc.boolean(), (samples, dropIntermediate) => {
        const { labels, scores, weights } = columns(samples);
        const { fpr, tpr, thresholds } = rocCurve(labels, scores, { dropIntermediate, sampleWeight: weights });
        const above = (label: number, threshold: number): number =>
          weightOf(samples, (one) => one.label === label && one.score >= threshold);
        for (const [i, threshold] of thresholds.entries()) {
          expect(fpr[i]).toBeCloseTo(above(0, threshold) / above(0, -1), 12);
          expect(tpr[i]).toBeCloseTo(above(1, threshold) / above(1, -1), 12);
        }
        const area = fpr.slice(1).reduce((sum, rate, i) => sum + ((rate - fpr[i]!) * (tpr[i]! + tpr[i + 1]!)) / 2, 0);
        expect(area).toBeCloseTo(rocAuc(labels, scores, weights), 10);

        const curve = precisionRecallCurve(labels, scores, weights);
        for (const [i, threshold] of curve.thresholds.entries()) {
          const [tp, fp] = [above(1, threshold), above(0, threshold)];
          expect(curve.precision[i]).toBeCloseTo(tp / (tp + fp) || 0, 12);
          expect(curve.recall[i]).toBeCloseTo(tp / above(1, -1), 12);
        }
        const steps = curve.thresholds.reduce(
          (sum, _, i) => sum + (curve.recall[i]! - curve.recall[i + 1]!) * curve.precision[i]!,
          0,
        );
        expect(averagePrecision(labels, scores, weights)).toBeCloseTo(steps, 12);
      }),
    );
  });

  test("of more points than a call takes arguments", () => {
    const n = 300_000;
    const labels = Uint8Array.from({ length: n }, (_, i) => i % 2);
    const scores = Float64Array.from({ length: n }, (_, i) => i);
    expect(rocCurve(labels, scores, { dropIntermediate: false }).fpr).toHaveLength(n + 1);
    expect(precisionRecallCurve(labels, scores).recall).toHaveLength(n + 1);
  });
});
