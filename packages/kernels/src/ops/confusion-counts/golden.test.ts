import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate } from "../shared/evaluate.ts";
import { confusionCounts } from "./index.ts";

const matrix = (rows: readonly (readonly number[])[]) => ndArray([rows.length, rows[0]!.length], rows.flat());
const oneHot = (classes: readonly number[]) => matrix(classes.map((one) => [0, 1, 2].map((k) => (k === one ? 1 : 0))));

/** The example of scikit-learn's `confusion_matrix`. */
test("rows are actual classes, columns predicted ones", () => {
  const [labels, probabilities] = [oneHot([2, 0, 2, 2, 0, 1]), oneHot([0, 0, 2, 2, 0, 2])];
  const { newCounts } = evaluate(confusionCounts, { probabilities, labels, counts: ndArray([9]) });
  expect(newCounts).toEqual([2, 0, 0, 0, 0, 1, 1, 0, 2]);
});

test("of equal probabilities the first counts, and batches add up", () => {
  const labels = oneHot([1, 1]);
  const probabilities = matrix([
    [0.2, 0.4, 0.4],
    [0.4, 0.4, 0.2],
  ]);
  const counts = ndArray([9], [5, 0, 0, 0, 0, 0, 0, 0, 7]);
  expect(evaluate(confusionCounts, { probabilities, labels, counts })["newCounts"]).toEqual([
    5, 0, 0, 1, 1, 0, 0, 0, 7,
  ]);
});
