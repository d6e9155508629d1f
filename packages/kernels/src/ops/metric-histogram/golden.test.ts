import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { column, evaluate } from "../shared/evaluate.ts";
import { metricHistogram } from "./index.ts";
import { METRIC_HISTOGRAM as AT, THRESHOLDS } from "./layout.ts";

const labels = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1];
const probabilities = [0.12, 0.81, 0.43, 0.43, 0.95, 0.5, 0.501, 0.66, 0.02, 0.35];

function count(p: readonly number[], y: readonly number[], histogram = ndArray([AT.length])): number[] {
  return evaluate(metricHistogram, { probabilities: column(p), labels: column(y), histogram })["newHistogram"]!;
}

/** Samples of a class above each threshold, the lowest first; Keras' AUC counts p = 0 as above its lowest. */
function above(counts: readonly number[], start: number): number[] {
  const cells = counts.slice(start, start + THRESHOLDS);
  return cells.map((_, threshold) => cells.slice(threshold).reduce((sum, cell) => sum + cell, 0));
}

test("ten predictions: .5 is negative and .501 positive", () => {
  const counts = count(probabilities, labels);
  expect(counts.slice(AT.truePositives)).toEqual([3, 1, 4, 2]);
  expect(counts.slice(0, AT.truePositives).reduce((sum, cell) => sum + cell, 0)).toBe(10);
  expect(counts[AT.positives + Math.ceil(0.43 * 199)]).toBe(1);
});

test("the area under their curve and the specificity at a sensitivity of .8", () => {
  const counts = count(probabilities, labels);
  const [truePositives, falsePositives] = [
    [...above(counts, AT.positives), 0],
    [...above(counts, AT.negatives), 0],
  ];
  const area = truePositives
    .slice(1)
    .reduce((sum, tp, i) => sum + ((falsePositives[i]! - falsePositives[i + 1]!) * (tp + truePositives[i]!)) / 2, 0);
  expect(area / 25).toBeCloseTo(0.78, 12);
  const specificities = truePositives.map((tp, i) => (tp / 5 >= 0.8 ? 1 - falsePositives[i]! / 5 : 0));
  expect(Math.max(...specificities)).toBeCloseTo(0.4, 12);
});

test("counts add up over batches", () => {
  const first = ndArray([AT.length], count(probabilities.slice(0, 6), labels.slice(0, 6)));
  expect(count(probabilities.slice(6), labels.slice(6), first)).toEqual(count(probabilities, labels));
});

test("p = 0 has a cell of its own, the largest p the last one", () => {
  const counts = count([0, -1, 2 ** -149, 1, 2], [1, 1, 1, 1, 1]);
  expect([counts[AT.positives], counts[AT.positives + 1], counts[AT.positives + THRESHOLDS - 1]]).toEqual([2, 1, 2]);
});
