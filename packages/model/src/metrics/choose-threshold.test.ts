import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseThreshold, expectedCost, operatingPoints } from "./choose-threshold.ts";
import { columns, LABELS, SCORES, twoClasses } from "./samples-fixture.ts";

describe("operating points", () => {
  test("are what their thresholds do, and differ", () => {
    fc.assert(
      fc.property(twoClasses, (samples) => {
        const { labels, scores } = columns(samples);
        const points = operatingPoints(labels, scores);
        expect(points).toHaveLength(new Set(scores).size + 1);
        for (const { threshold, tp, fp, tn, fn } of points) {
          const count = (label: number, isPredicted: boolean): number =>
            samples.filter((one) => one.label === label && one.score > threshold === isPredicted).length;
          expect([tp, fp, tn, fn]).toEqual([count(1, true), count(0, true), count(0, false), count(1, false)]);
        }
      }),
    );
  });

  test("lie halfway between scores, also next to 0 and 1 and between neighbouring doubles", () => {
    const thresholdsOf = (scores: number[]) => operatingPoints([0, 1], scores).map(({ threshold }) => threshold);
    expect(thresholdsOf([0.25, 0.75])).toEqual([0.875, 0.5, 0.125]);
    expect(thresholdsOf([0, 1])).toEqual([1, 0.5, -1e-7]);
    expect(thresholdsOf([0.5, 0.5 + 2 ** -53])[1]).toBe(0.5);
  });
});

describe("a chosen threshold", () => {
  const rates = (threshold: number) => {
    const share = (label: number, passes: (score: number) => boolean): number => {
      const scores = SCORES.filter((_, i) => LABELS[i] === label);
      return scores.filter(passes).length / scores.length;
    };
    return {
      sensitivity: share(1, (score) => score > threshold),
      specificity: share(0, (score) => score <= threshold),
    };
  };

  test.each([
    ["youden", { sensitivity: 0.6, specificity: 1 }],
    [{ sensitivity: 0.8 }, { sensitivity: 1, specificity: 0.4 }],
    [{ sensitivity: 0 }, { sensitivity: 0.6, specificity: 1 }],
    [{ specificity: 0.4 }, { sensitivity: 1, specificity: 0.4 }],
    [{ costRatio: 1 }, { sensitivity: 0.6, specificity: 1 }],
    [{ costRatio: 10 }, { sensitivity: 1, specificity: 0.4 }],
  ] as const)("%o", (rule, expected) => {
    expect(rates(chooseThreshold(LABELS, SCORES, rule).threshold)).toEqual(expected);
  });

  test("none is better by its rule", () => {
    fc.assert(
      fc.property(twoClasses, fc.integer({ min: 0, max: 20 }), (samples, costRatio) => {
        const { labels, scores } = columns(samples);
        const points = operatingPoints(labels, scores);
        const youden = ({ tp, fp, tn, fn }: (typeof points)[number]): number => tp / (tp + fn) + tn / (tn + fp);
        expect(youden(chooseThreshold(labels, scores, "youden"))).toBeCloseTo(Math.max(...points.map(youden)), 12);
        const least = Math.min(...points.map((point) => expectedCost(point, costRatio)));
        expect(expectedCost(chooseThreshold(labels, scores, { costRatio }), costRatio)).toBe(least);
      }),
    );
  });

  test("refuses one class, and rules outside their range", () => {
    expect(() => chooseThreshold([1, 1], [0.2, 0.4], "youden")).toThrow("positive=2, negative=0");
    expect(() => chooseThreshold([0, 1], [0.2, 0.4], { sensitivity: 1.1 })).toThrow("sensitivity=1.1");
    expect(() => chooseThreshold([0, 1], [0.2, 0.4], { costRatio: NaN })).toThrow("costRatio=NaN");
    expect(() => chooseThreshold([0, 1], [0.2, 1.4], "youden")).toThrow("probabilities[1]=1.4");
  });
});
