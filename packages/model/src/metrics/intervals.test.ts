import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapAuc, bootstrapInterval } from "./bootstrap.ts";
import { delong } from "./delong.ts";
import { rocAuc } from "./roc-curve.ts";
import { columns, LABELS, SCORES, twoClasses } from "./samples-fixture.ts";
import { wilson } from "./wilson.ts";

test("Wilson's interval", () => {
  const [low, high] = wilson(7, 10)!;
  expect(low).toBeCloseTo(0.3968, 4);
  expect(high).toBeCloseTo(0.8922, 4);
  expect(wilson(0, 0)).toBeUndefined();
});

/** The variance by the definition: every positive against every negative. */
function plainDelong(labels: readonly number[], scores: readonly number[]) {
  const [positives, negatives] = [1, 0].map((label) => scores.filter((_, i) => labels[i] === label));
  const psi = (x: number, y: number): number => (x > y ? 1 : x === y ? 0.5 : 0);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const v10 = positives!.map((x) => mean(negatives!.map((y) => psi(x, y))));
  const v01 = negatives!.map((y) => mean(positives!.map((x) => psi(x, y))));
  const variance = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
  return { auc: mean(v10), standardError: Math.sqrt(variance(v10) / v10.length + variance(v01) / v01.length) };
}

describe("DeLong's interval", () => {
  test("is the definition", () => {
    fc.assert(
      fc.property(twoClasses, (samples) => {
        const { labels, scores } = columns(samples);
        const found = delong(labels, scores);
        const { auc, standardError } = plainDelong(labels, scores);
        fc.pre(standardError > 1e-9);
        expect(found!.auc).toBeCloseTo(auc, 12);
        expect(found!.standardError).toBeCloseTo(standardError, 12);
        const [low, high] = found!.interval;
        expect(low).toBeCloseTo(Math.max(0, auc - 1.959963984540054 * standardError), 12);
        expect(high).toBeCloseTo(Math.min(1, auc + 1.959963984540054 * standardError), 12);
      }),
    );
  });

  test("of the reference vector", () => {
    const { auc, interval } = delong(LABELS, SCORES)!;
    expect(auc).toBeCloseTo(0.78, 12);
    expect(interval[0]).toBeGreaterThan(0.4);
    expect(interval[1]).toBe(1);
  });

  test("is not defined for one class, a single sample of one, or classes that do not overlap", () => {
    expect(delong([1, 1, 1], [0.1, 0.2, 0.3])).toBeUndefined();
    expect(delong([1, 0, 0], [0.1, 0.2, 0.05])).toBeUndefined();
    expect(delong([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4])).toBeUndefined();
  });
});

describe("the bootstrap", () => {
  const n = 200;
  const labels = Array.from({ length: n }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const scores = labels.map((label, i) => ((i * 37) % 101) / 101 / 2 + label / 5);

  test("keeps the number of samples of each class, and gives equal intervals for equal seeds", () => {
    const share = (counts: Float64Array): number => {
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n);
      return counts.reduce((sum, count, i) => sum + count * labels[i]!, 0) / n;
    };
    expect(bootstrapInterval(labels, share, { resamples: 100 })).toEqual([0.25, 0.25]);
    const interval = bootstrapAuc(labels, scores, { seed: 7 });
    expect(bootstrapAuc(labels, scores, { seed: 7 })).toEqual(interval);
    expect(bootstrapAuc(labels, scores, { seed: 8 })).not.toEqual(interval);
  });

  test("agrees with DeLong about the area", () => {
    const { auc, standardError } = delong(labels, scores)!;
    const [low, high] = bootstrapAuc(labels, scores)!;
    expect(low).toBeLessThan(auc);
    expect(high).toBeGreaterThan(auc);
    expect((high - low) / (2 * 1.96 * standardError)).toBeCloseTo(1, 0);
  });

  test("a resample's area is the weighted one", () => {
    const areas: number[] = [];
    const interval = bootstrapInterval(
      LABELS,
      (counts) => {
        const area = rocAuc(LABELS, SCORES, counts);
        areas.push(area);
        return area;
      },
      { resamples: 300 },
    );
    const [low, high] = bootstrapAuc(LABELS, SCORES, { resamples: 300 })!;
    expect(low).toBeCloseTo(interval![0], 12);
    expect(high).toBeCloseTo(interval![1], 12);
    areas.sort((a, b) => a - b);
    expect(areas.filter((area) => area < low - 1e-9).length).toBeLessThanOrEqual(0.025 * 300);
  });

  test("draws the samples of a group together: copies of samples narrow nothing", () => {
    const twice = <T>(values: readonly T[]): T[] => values.flatMap((value) => [value, value]);
    const groups = twice(labels.map((_, i) => `patient ${i}`));
    const alone = bootstrapAuc(labels, scores)!;
    const grouped = bootstrapAuc(twice(labels), twice(scores), { groups })!;
    expect(grouped[0]).toBeCloseTo(alone[0], 12);
    expect(grouped[1]).toBeCloseTo(alone[1], 12);
    const naive = bootstrapAuc(twice(labels), twice(scores))!;
    expect(naive[1] - naive[0]).toBeLessThan(0.85 * (grouped[1] - grouped[0]));
  });

  test("needs both classes, one group a sample, and enough resamples", () => {
    expect(bootstrapAuc([1, 1], [0, 1])).toBeUndefined();
    expect(() => bootstrapAuc([0, 1], [0, 1], { groups: ["a"] })).toThrow("groups.length=1, samples=2");
    expect(() => bootstrapAuc([0, 1], [0, 1], { resamples: 10 })).toThrow("resamples=10");
  });
});
