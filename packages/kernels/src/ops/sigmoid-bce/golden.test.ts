import { expect, test } from "vitest";
import { column, evaluate } from "../shared/evaluate.ts";
import { sigmoidBce } from "./index.ts";

const logit = (p: number): number => Math.log(p / (1 - p));
const meanLoss = (logits: number[], labels: number[], params = {}): number =>
  evaluate(sigmoidBce, { logits: column(logits), labels: column(labels) }, params)["loss"]![0]! / logits.length;

test("certain and wrong costs the logit, where clipped probabilities would say 16.1181", () => {
  expect(meanLoss([-20], [1])).toBeCloseTo(20.0000000021, 10);
  expect(meanLoss([-1e4], [1])).toBe(1e4);
  expect(meanLoss([1e4], [1])).toBe(0);
});

/** Examples of Keras' docstring of `BinaryCrossentropy`. */
test("Keras' examples", () => {
  expect(meanLoss([-18.6, 0.51, 2.94, -12.8], [0, 1, 0, 0])).toBeCloseTo(0.8654, 3);
  // Two rows of two: reduction "sum" adds up the rows' means.
  expect(2 * meanLoss([-18.6, 0.51, 2.94, -12.8], [0, 1, 0, 0])).toBeCloseTo(1.73, 2);
  expect(meanLoss([logit(0.6), logit(0.4)], [0, 1])).toBeCloseTo(0.916, 3);
  expect(meanLoss([logit(0.4), logit(0.6)], [0, 0])).toBeCloseTo(0.714, 3);
});

test("ten predictions", () => {
  const p = [0.12, 0.81, 0.43, 0.43, 0.95, 0.5, 0.501, 0.66, 0.02, 0.35];
  expect(meanLoss(p.map(logit), [0, 1, 0, 1, 1, 0, 0, 1, 0, 1])).toBeCloseTo(0.46697733, 8);
});

test("label smoothing pulls labels towards a half", () => {
  expect(meanLoss([2], [1], { labelSmoothing: 0.2 })).toBeCloseTo(meanLoss([2], [0.9]), 14);
  expect(meanLoss([2], [0], { labelSmoothing: 1 })).toBeCloseTo(meanLoss([2], [1], { labelSmoothing: 1 }), 14);
});
