import { describe, expect, test } from "vitest";
import { classificationReport } from "./classification-report.ts";
import { pythonFixed } from "./python-fixed.ts";
import { LABELS, SCORES } from "./samples-fixture.ts";

const PREDICTED = SCORES.map((score) => (score > 0.5 ? 1 : 0));

// Made by scikit-learn 1.2.1: from sklearn.metrics import classification_report, and the line above each.
describe("classification_report", () => {
  // print(classification_report(LABELS, PREDICTED))
  test("of two classes", () => {
    expect(classificationReport(LABELS, PREDICTED)).toBe(`\
              precision    recall  f1-score   support

           0       0.67      0.80      0.73         5
           1       0.75      0.60      0.67         5

    accuracy                           0.70        10
   macro avg       0.71      0.70      0.70        10
weighted avg       0.71      0.70      0.70        10
`);
  });

  // print(classification_report([0]*8+[1]*2,[1]*3+[0]*7,target_names=['normal','a very long lesion name'],digits=3))
  test("with a long name and other digits: ties go to the even one", () => {
    const labels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
    const targetNames = ["normal", "a very long lesion name"];
    expect(classificationReport(labels, [1, 1, 1, 0, 0, 0, 0, 0, 0, 0], { targetNames, digits: 3 })).toBe(`\
                         precision    recall  f1-score   support

                 normal      0.714     0.625     0.667         8
a very long lesion name      0.000     0.000     0.000         2

               accuracy                          0.500        10
              macro avg      0.357     0.312     0.333        10
           weighted avg      0.571     0.500     0.533        10
`);
  });

  // print(classification_report([0,1,2,2,2],[0,0,2,2,1],labels=[1,2]))
  test("of some classes has micro averages", () => {
    expect(classificationReport([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], { classes: [1, 2] })).toBe(`\
              precision    recall  f1-score   support

           1       0.00      0.00      0.00         1
           2       1.00      0.67      0.80         3

   micro avg       0.67      0.50      0.57         4
   macro avg       0.50      0.33      0.40         4
weighted avg       0.75      0.50      0.60         4
`);
  });

  // classification_report([0]*8+[1]*8,[0]*5+[1]*3+[1]*7+[0])
  test("of scores on exact ties", () => {
    const labels = Array.from({ length: 16 }, (_, i) => (i < 8 ? 0 : 1));
    const predicted = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0];
    expect(classificationReport(labels, predicted)).toBe(
      "              precision    recall  f1-score   support\n\n           0       0.83      0.62      0.71         8\n           1       0.70      0.88      0.78         8\n\n    accuracy                           0.75        16\n   macro avg       0.77      0.75      0.75        16\nweighted avg       0.77      0.75      0.75        16\n",
    );
  });

  // json.dumps(classification_report(LABELS, PREDICTED, output_dict=True))
  test("as a dictionary", () => {
    const report = classificationReport(LABELS, PREDICTED, { outputDict: true });
    expect(Object.keys(report)).toEqual(["0", "1", "accuracy", "macro avg", "weighted avg"]);
    expect(report["1"]).toEqual({ precision: 0.75, recall: 0.6, "f1-score": expect.closeTo(2 / 3, 12), support: 5 });
    expect(report["accuracy"]).toBe(0.7);
    expect(report["macro avg"]).toEqual({
      precision: expect.closeTo(0.7083333333333333, 12),
      recall: 0.7,
      "f1-score": expect.closeTo(0.6969696969696968, 12),
      support: 10,
    });
  });

  test("refuses names that are not one a class, and digits that are none", () => {
    expect(() => classificationReport([0, 1], [0, 1], { targetNames: ["a"] })).toThrow(
      "targetNames.length=1, classes=2",
    );
    expect(() => classificationReport([0, 1], [0, 1], { digits: 0.5 })).toThrow("digits=0.5");
  });
});

test.each([
  [0.625, 2, "0.62"],
  [0.375, 2, "0.38"],
  [0.125, 2, "0.12"],
  [0.5, 0, "0"],
  [2.5, 0, "2"],
  [-0.125, 2, "-0.12"],
  [0.145, 2, "0.14"],
  [2 / 3, 3, "0.667"],
])("%d with %d decimals is %s in Python", (value, digits, text) => expect(pythonFixed(value, digits)).toBe(text));
