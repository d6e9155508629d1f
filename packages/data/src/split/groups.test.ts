import { UsageError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stratifiedGroupKFold } from "./stratified-group-k-fold.ts";
import { stratifiedGroupSplit } from "./stratified-group-split.ts";
import { stratifiedKFold } from "./stratified-k-fold.ts";
import type { SplitIndices } from "./split-indices.ts";

const sample = fc.record({
  label: fc.constantFrom(0, 1),
  group: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
});
const samples = fc.array(sample, { minLength: 1, maxLength: 120 });
const fraction = fc.double({ min: 0.05, max: 0.6, noNaN: true });

type Sample = { readonly label: number; readonly group: string };
const labelsOf = (all: readonly Sample[]) => all.map(({ label }) => label);
const groupsOf = (all: readonly Sample[]) => all.map(({ group }) => group);
const named = (all: readonly Sample[], indices: Uint32Array) => new Set(Array.from(indices, (i) => all[i]?.group));

function expectApart(all: readonly Sample[], { train, validation }: SplitIndices): void {
  expect([...train, ...validation].sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
  const inTrain = named(all, train);
  expect([...named(all, validation)].filter((group) => inTrain.has(group))).toEqual([]);
}

describe("stratifiedGroupSplit", () => {
  it("lets no group cross, and takes the same groups whatever the order of the samples", () => {
    fc.assert(
      fc.property(samples, fraction, fc.nat(), fc.nat(), (all, part, seed, turn) => {
        const split = stratifiedGroupSplit(labelsOf(all), groupsOf(all), part, seed);
        expectApart(all, split);
        const at = turn % all.length;
        const turned = [...all.slice(at), ...all.slice(0, at)].toReversed();
        const again = stratifiedGroupSplit(labelsOf(turned), groupsOf(turned), part, seed);
        expect(named(turned, again.validation)).toEqual(named(all, split.validation));
      }),
    );
  });

  it("comes within one group of every class's fraction where groups are of one class", () => {
    fc.assert(
      fc.property(samples, fraction, fc.nat(), (mixed, part, seed) => {
        const all = mixed.map(({ label, group }) => ({ label, group: `${group}${label}` }));
        const { validation } = stratifiedGroupSplit(labelsOf(all), groupsOf(all), part, seed);
        for (const label of [0, 1]) {
          const ofClass = all.filter((one) => one.label === label);
          const largest = Math.max(
            0,
            ...groupsOf(ofClass).map((name) => all.filter(({ group }) => group === name).length),
          );
          const taken = [...validation].filter((i) => all[i]?.label === label).length;
          expect(Math.abs(taken - part * ofClass.length)).toBeLessThanOrEqual(largest);
        }
      }),
    );
  });

  it("takes close to the fraction of patients with a few images each, by seed", () => {
    const all = Array.from({ length: 400 }, (_, i) => ({ label: i % 5 === 0 ? 1 : 0, group: `p${Math.floor(i / 4)}` }));
    const { validation } = stratifiedGroupSplit(labelsOf(all), groupsOf(all), 0.2, 1);
    const positives = [...validation].filter((i) => all[i]?.label === 1).length;
    expect(Math.abs(validation.length - 80)).toBeLessThanOrEqual(4);
    expect(Math.abs(positives - 16)).toBeLessThanOrEqual(1);
    const other = stratifiedGroupSplit(labelsOf(all), groupsOf(all), 0.2, 2);
    expect(other.validation).not.toEqual(validation);
    expect(stratifiedGroupSplit(labelsOf(all), groupsOf(all), 0, 1).validation).toHaveLength(0);
    expect(() => stratifiedGroupSplit(labelsOf(all), groupsOf(all), 1, 1)).toThrow(UsageError);
  });

  it("weighs the classes by their sizes: few positives count as much as many negatives", () => {
    // One group has all 10 positives and 30 of the 100 negatives; taking it would bring 10 negatives nearer, 8 positives too far.
    const all = [
      ...Array.from({ length: 40 }, (_, i) => ({ label: i < 10 ? 1 : 0, group: "mixed" })),
      ...Array.from({ length: 70 }, (_, i) => ({ label: 0, group: `p${Math.floor(i / 10)}` })),
    ];
    for (let seed = 0; seed < 30; seed++) {
      const { validation } = stratifiedGroupSplit(labelsOf(all), groupsOf(all), 0.2, seed);
      expect([validation.length, named(all, validation).has("mixed")]).toEqual([20, false]);
    }
  });

  it("takes samples without a group one by one", () => {
    const labels = [0, 0, 0, 0, 1, 1, 1, 1];
    const { validation } = stratifiedGroupSplit(
      labels,
      Array.from(labels, () => undefined),
      0.5,
      3,
    );
    expect([...validation].map((i) => labels[i])).toEqual([0, 0, 1, 1]);
  });
});

describe("stratifiedKFold", () => {
  it("has every sample in one fold, classes and sizes even to within one", () => {
    const labels = fc.array(fc.constantFrom(0, 1, 2), { minLength: 4, maxLength: 80 });
    fc.assert(
      fc.property(labels, fc.integer({ min: 2, max: 6 }), fc.nat(), fc.boolean(), (all, k, seed, shuffle) => {
        const counts = [0, 1, 2].map((label) => all.filter((one) => one === label).length);
        fc.pre(Math.max(...counts) >= k);
        const folds = stratifiedKFold(all, k, { seed, shuffle });
        expect(folds.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
        for (const { train, validation } of folds) {
          expect(train.length + validation.length).toBe(all.length);
          expect(Math.abs(validation.length - all.length / k)).toBeLessThan(1);
          for (const [label, count] of counts.entries()) {
            const found = [...validation].filter((i) => all[i] === label).length;
            expect(Math.abs(found - count / k)).toBeLessThan(1);
          }
        }
      }),
    );
  });

  it("has scikit-learn's folds without shuffling", () => {
    // The example in the documentation of sklearn.model_selection.StratifiedKFold.
    const folds = stratifiedKFold([0, 0, 1, 1], 2, { shuffle: false });
    expect(folds.map(({ train, validation }) => [[...train], [...validation]])).toEqual([
      [
        [1, 3],
        [0, 2],
      ],
      [
        [0, 2],
        [1, 3],
      ],
    ]);
    // Sorted by class 0 0 0 1 1 1 1, the folds go 0 1 2 0 1 2 0.
    const uneven = stratifiedKFold([0, 1, 0, 1, 0, 1, 1], 3, { shuffle: false });
    expect(uneven.map(({ validation }) => [...validation])).toEqual([
      [0, 1, 3],
      [2, 5],
      [4, 6],
    ]);
  });

  it("depends on the seed, and refuses a k that cannot be", () => {
    const labels = Array.from({ length: 40 }, (_, i) => i % 2);
    expect(stratifiedKFold(labels, 4, { seed: 1 })).toEqual(stratifiedKFold(labels, 4, { seed: 1 }));
    expect(stratifiedKFold(labels, 4, { seed: 1 })).not.toEqual(stratifiedKFold(labels, 4, { seed: 2 }));
    for (const k of [0, 1, 1.5, 21, NaN]) expect(() => stratifiedKFold(labels, k)).toThrow(UsageError);
    expect(() => stratifiedKFold([], 2)).toThrow(UsageError);
  });
});

describe("stratifiedGroupKFold", () => {
  it("lets no group cross, has every sample in one fold, and the same groups in any order of samples", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 2, max: 4 }), fc.nat(), (all, k, seed) => {
        const largest = Math.max(...[0, 1].map((label) => all.filter((one) => one.label === label).length));
        fc.pre(new Set(groupsOf(all)).size >= k && largest >= k);
        const folds = stratifiedGroupKFold(labelsOf(all), groupsOf(all), k, { seed });
        for (const fold of folds) expectApart(all, fold);
        expect(folds.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
        const turned = all.toReversed();
        const again = stratifiedGroupKFold(labelsOf(turned), groupsOf(turned), k, { seed });
        expect(again.map(({ validation }) => named(turned, validation))).toEqual(
          folds.map(({ validation }) => named(all, validation)),
        );
      }),
    );
  });

  it("has scikit-learn's folds without shuffling", () => {
    // The example in the documentation of sklearn.model_selection.StratifiedGroupKFold.
    const labels = [0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const groups = [1, 1, 2, 2, 3, 3, 3, 4, 5, 5, 5, 5, 6, 6, 7, 8, 8].map(String);
    const folds = stratifiedGroupKFold(labels, groups, 3, { shuffle: false });
    expect(folds.map(({ validation }) => Array.from(validation, (i) => groups[i]).join(" "))).toEqual([
      "3 3 3 6 6 7",
      "1 1 2 2 8 8",
      "4 5 5 5 5",
    ]);
  });

  it("spreads patients of one class each evenly", () => {
    const all = Array.from({ length: 120 }, (_, i) => ({ label: i < 30 ? 1 : 0, group: `p${Math.floor(i / 3)}` }));
    for (const { validation } of stratifiedGroupKFold(labelsOf(all), groupsOf(all), 5, { seed: 9 })) {
      expect(validation).toHaveLength(24);
      expect([...validation].filter((i) => all[i]?.label === 1)).toHaveLength(6);
    }
    expect(() => stratifiedGroupKFold([0, 0, 1], ["a", "a", "a"], 2)).toThrow(/at most that of groups/);
  });
});
