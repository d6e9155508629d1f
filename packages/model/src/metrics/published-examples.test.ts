import { describe, expect, test } from "vitest";
import { bootstrapAuc } from "./bootstrap.ts";
import { calibrationCurve, expectedCalibrationError } from "./calibration.ts";
import { classificationReport } from "./classification-report.ts";
import { delong } from "./delong.ts";
import { wilson } from "./wilson.ts";

/** Labels and scores of a table: how many samples without and with the disease have each score, ascending. */
function samplesOf(without: readonly number[], diseased: readonly number[]) {
  const repeat = (counts: readonly number[]): number[] =>
    counts.flatMap((count, score) => Array.from({ length: count }, () => score));
  const [negatives, positives] = [repeat(without), repeat(diseased)];
  const labels = [...negatives.map(() => 0), ...positives.map(() => 1)];
  return [labels, [...negatives, ...positives]] as const;
}

/** CT images by the certainty of a reader, 1 to 5. Hanley and McNeil (1982), Radiology 143:29, table I. */
const HANLEY = samplesOf([33, 6, 6, 11, 2], [3, 2, 2, 11, 33]);
/** Outcome after a haemorrhage by the grade of the WFNS, 1 to 5. Turck et al. (2010), as aSAH$wfns in the package pROC. */
const WFNS = samplesOf([37, 20, 3, 8, 4], [2, 12, 1, 8, 18]);

// Newcombe (1998), Statistics in Medicine 17:857, table I: method 3, the score interval without continuity correction.
test.each([
  [81, 263, "0.2553", "0.3662"],
  [15, 148, "0.0624", "0.1605"],
  [0, 20, "0.0000", "0.1611"],
  [1, 29, "0.0061", "0.1718"],
])("Wilson's interval of %d of %d is Newcombe's", (successes, total, low, high) => {
  expect(wilson(successes, total)!.map((end) => end.toFixed(4))).toEqual([low, high]);
});

describe("DeLong's interval", () => {
  // Stata's manual, [R] roctab: area 0.8932, standard error 0.0307, 0.83295 to 0.95339.
  test("of Hanley's and McNeil's images is Stata's", () => {
    const { auc, standardError, interval } = delong(...HANLEY)!;
    expect([auc.toFixed(4), standardError.toFixed(4)]).toEqual(["0.8932", "0.0307"]);
    expect(interval.map((end) => end.toFixed(5))).toEqual(["0.83295", "0.95339"]);
  });

  // pROC: roc(aSAH$outcome, aSAH$wfns, ci = TRUE): area 0.8237, 95 % CI 0.7485-0.8988 (DeLong).
  test("of the grades of the WFNS is pROC's", () => {
    const { auc, interval } = delong(...WFNS)!;
    expect([auc, ...interval].map((value) => value.toFixed(4))).toEqual(["0.8237", "0.7485", "0.8988"]);
  });
});

test("the bootstrap's interval agrees with the published ones, by 2000 seeded resamples", () => {
  const [low, high] = bootstrapAuc(...HANLEY)!;
  expect(Math.abs(low - 0.83295)).toBeLessThan(0.01);
  expect(Math.abs(high - 0.95339)).toBeLessThan(0.01);
  expect(bootstrapAuc(...HANLEY, { resamples: 2000, seed: 42 })).toEqual([low, high]);
});

describe("the expected calibration error", () => {
  // torchmetrics, the example of BinaryCalibrationError(n_bins=2): norm 'l1' 0.2900, norm 'max' 0.3167.
  test("of two bins is torchmetrics'", () => {
    const [labels, probabilities] = [
      [0, 0, 1, 1, 1],
      [0.25, 0.25, 0.55, 0.75, 0.75],
    ];
    expect(expectedCalibrationError(labels, probabilities, { bins: 2 }).toFixed(4)).toBe("0.2900");
    const gaps = calibrationCurve(labels, probabilities, { bins: 2 }).map((bin) => bin.frequency - bin.confidence);
    expect(Math.max(...gaps.map(Math.abs)).toFixed(4)).toBe("0.3167");
  });

  // Pavlovic (2023), Expected calibration error: a step-by-step visual explanation; confidences, and whether each was right,
  // as in Guo et al. (2017), equation 3: 2/9 |0.5 - 0.185| + 4/9 |0.75 - 0.485| + 3/9 |2/3 - 0.81667|.
  test("of three bins is the one worked out for Guo's definition", () => {
    const right = [1, 1, 0, 1, 0, 0, 1, 1, 1];
    const confidences = [0.22, 0.64, 0.92, 0.42, 0.51, 0.15, 0.7, 0.37, 0.83];
    expect(expectedCalibrationError(right, confidences, { bins: 3 }).toFixed(5)).toBe("0.23778");
  });
});

describe("scikit-learn's classification report", () => {
  // The first example of its docstring.
  test("of three classes", () => {
    const targetNames = ["class 0", "class 1", "class 2"];
    expect(classificationReport([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], { targetNames })).toBe(`\
              precision    recall  f1-score   support

     class 0       0.50      1.00      0.67         1
     class 1       0.00      0.00      0.00         1
     class 2       1.00      0.67      0.80         3

    accuracy                           0.60         5
   macro avg       0.50      0.56      0.49         5
weighted avg       0.70      0.60      0.61         5
`);
  });

  // The second.
  test("of one class, with two that do not occur", () => {
    expect(classificationReport([1, 1, 1], [1, 1, 0], { classes: [1, 2, 3] })).toBe(`\
              precision    recall  f1-score   support

           1       1.00      0.67      0.80         3
           2       0.00      0.00      0.00         0
           3       0.00      0.00      0.00         0

   micro avg       1.00      0.67      0.80         3
   macro avg       0.33      0.22      0.27         3
weighted avg       1.00      0.67      0.80         3
`);
  });

  // The example of the user guide, section 3.4.
  test("of the user guide", () => {
    const targetNames = ["class 0", "class 1", "class 2"];
    expect(classificationReport([0, 1, 2, 2, 0], [0, 0, 2, 1, 0], { targetNames })).toBe(`\
              precision    recall  f1-score   support

     class 0       0.67      1.00      0.80         2
     class 1       0.00      0.00      0.00         1
     class 2       1.00      0.50      0.67         2

    accuracy                           0.60         5
   macro avg       0.56      0.50      0.49         5
weighted avg       0.67      0.60      0.59         5
`);
  });
});
