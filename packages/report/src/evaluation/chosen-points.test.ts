import { expect, test } from "vitest";
import { chosenPoints, chosenThresholds } from "./chosen-points.ts";

const validation = {
  labels: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
  probabilities: [0.1, 0.2, 0.3, 0.4, 0.45, 0.35, 0.6, 0.8, 0.85, 0.9],
};
const judged = { labels: [0, 0, 1, 1], probabilities: [0.3, 0.55, 0.45, 0.95] };

test("thresholds are those of the validation data", () => {
  expect(chosenThresholds(validation)).toEqual([
    { rule: "youden", threshold: expect.closeTo(0.525, 12) },
    { rule: "sensitivity>=0.8", threshold: expect.closeTo(0.525, 12) },
  ]);
  const late = { ...validation, probabilities: [0.1, 0.2, 0.3, 0.45, 0.5, 0.05, 0.4, 0.7, 0.8, 0.9] };
  const [youden, sensitive] = chosenThresholds(late);
  expect(youden!.threshold).toBeCloseTo(0.6, 12);
  expect(sensitive!.threshold).toBeCloseTo(0.35, 12);
});

test("what they give is counted on the data that are judged", () => {
  const given = { threshold: expect.closeTo(0.525, 12), sensitivity: 0.5, specificity: 0.5, ppv: 0.5, npv: 0.5 };
  expect(chosenPoints(validation, judged)).toEqual([
    { rule: "youden (validation)", ...given },
    { rule: "sensitivity>=0.8 (validation)", ...given },
  ]);
  const [youden] = chosenPoints(validation, { labels: [0], probabilities: [0.9] });
  expect(youden).toMatchObject({ sensitivity: null, specificity: 0 });
});

test("one class, or a probability that is no number, chooses nothing", () => {
  expect(chosenThresholds({ labels: [1, 1], probabilities: [0.1, 0.9] })).toEqual([]);
  expect(chosenThresholds({ labels: [], probabilities: [] })).toEqual([]);
  expect(chosenThresholds({ labels: [0, 1], probabilities: [0.1, NaN] })).toEqual([]);
});
