import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CategoricalAccuracy,
  CategoricalCohenKappa,
  MacroF1Score,
  SparseCategoricalAccuracy,
} from "./class-metrics.ts";
import { confusionMatrix, matthewsCorrelation } from "./confusion-matrix.ts";

// from sklearn.metrics import *; a, p = [0,1,2,2,2,0,1], [0,0,2,2,1,0,1]
// confusion_matrix(a, p); cohen_kappa_score(a, p); matthews_corrcoef(a, p); f1_score(a, p, average="macro")
const ACTUAL = [0, 1, 2, 2, 2, 0, 1];
const PREDICTED = [0, 0, 2, 2, 1, 0, 1];
const oneHot = (classes: readonly number[]): number[][] => classes.map((k) => [0, 1, 2].map((i) => (i === k ? 1 : 0)));

describe("several classes", () => {
  test("a confusion matrix has the actual classes in rows", () => {
    const matrix = confusionMatrix(ACTUAL, PREDICTED);
    expect(matrix).toEqual([
      [2, 0, 0],
      [1, 1, 0],
      [0, 1, 2],
    ]);
    expect(matthewsCorrelation(matrix)).toBeCloseTo(0.59375, 12);
    expect(confusionMatrix(["b", "a", "c"], ["a", "a", "c"], { classes: ["b", "a"] })).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(confusionMatrix([10, 9], [9, 9])).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(() => confusionMatrix([1], [])).toThrow("labels.length=1, predicted.length=0");
  });

  test.each([
    [new SparseCategoricalAccuracy({ numClasses: 3 }), 5 / 7],
    [new CategoricalAccuracy({ numClasses: 3 }), 5 / 7],
    [new MacroF1Score({ numClasses: 3 }), 0.7000000000000001],
    [new CategoricalCohenKappa({ numClasses: 3 }), 0.5757575757575757],
  ])("agrees with scikit-learn: %o", (metric, expected) => {
    metric.updateState(ACTUAL, oneHot(PREDICTED));
    expect(metric.result()).toBeCloseTo(expected, 6);
    metric.resetState();
    expect(metric.result()).toBe(0);
    metric.updateState(oneHot(ACTUAL), Float32Array.from(oneHot(PREDICTED).flat()));
    expect(metric.result()).toBeCloseTo(expected, 6);
  });

  test("Keras' weighted example, and the first of equals", () => {
    const sparse = new SparseCategoricalAccuracy({ numClasses: 3 });
    sparse.updateState(
      [2, 1],
      [
        [0.1, 0.6, 0.3],
        [0.05, 0.95, 0],
      ],
      [0.7, 0.3],
    );
    expect(sparse.result()).toBeCloseTo(0.3, 6);
    sparse.reset();
    sparse.updateState([0], [[0.5, 0.5, 0]]);
    expect(sparse.result()).toBe(1);
  });

  test("accuracy and macro F1 are their definitions", () => {
    const label = fc.integer({ min: 0, max: 2 });
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 30 }), (pairs) => {
        const [actual, predicted] = [pairs.map(([a]) => a), pairs.map(([, p]) => p)];
        const [accuracy, f1] = [new CategoricalAccuracy({ numClasses: 3 }), new MacroF1Score({ numClasses: 3 })];
        for (const metric of [accuracy, f1]) metric.updateState(actual, oneHot(predicted));
        expect(accuracy.result()).toBeCloseTo(pairs.filter(([a, p]) => a === p).length / pairs.length, 6);
        const classes = [...new Set(pairs.flat())];
        const scores = classes.map((k) => {
          const right = pairs.filter(([a, p]) => a === k && p === k).length;
          return (2 * right) / (actual.filter((a) => a === k).length + predicted.filter((p) => p === k).length);
        });
        expect(f1.result()).toBeCloseTo(scores.reduce((sum, score) => sum + score, 0) / classes.length, 6);
      }),
    );
  });

  test.each([
    ["yTrue[0]=3", () => new CategoricalAccuracy({ numClasses: 3 }).updateState([3], [[0, 1, 0]])],
    ["yTrue[0]=0.5", () => new CategoricalAccuracy({ numClasses: 3 }).updateState([0.5], [[0, 1, 0]])],
    ["yPred[0].length=2", () => new CategoricalAccuracy({ numClasses: 3 }).updateState([0], [[0, 1]])],
    ["yPred[0][1]", () => new CategoricalAccuracy({ numClasses: 3 }).updateState([0], [[0, NaN, 1]])],
    ["yPred.length=1", () => new CategoricalAccuracy({ numClasses: 3 }).updateState([0, 1], [[0, 1, 0]])],
    ["numClasses=1", () => new CategoricalAccuracy({ numClasses: 1 })],
  ])("refuses %s", (text, act) => expect(act).toThrow(text));
});
