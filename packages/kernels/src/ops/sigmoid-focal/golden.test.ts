import { expect, test } from "vitest";
import { column, evaluate } from "../shared/evaluate.ts";
import { sigmoidBce } from "../sigmoid-bce/index.ts";
import { sigmoidFocal } from "./index.ts";

const logit = (p: number): number => Math.log(p / (1 - p));
const meanLoss = (logits: number[], labels: number[], params = {}, op = sigmoidFocal): number =>
  evaluate(op, { logits: column(logits), labels: column(labels) }, params)["loss"]![0]! / logits.length;

/** Examples of Keras' docstring of `binary_focal_crossentropy`. */
test("Keras' examples", () => {
  expect(meanLoss([logit(0.6), logit(0.4)], [0, 1])).toBeCloseTo(0.33, 3);
  expect(meanLoss([logit(0.4), logit(0.6)], [0, 0])).toBeCloseTo(0.206, 3);
});

test("ten predictions", () => {
  const logits = [0.12, 0.81, 0.43, 0.43, 0.95, 0.5, 0.501, 0.66, 0.02, 0.35].map(logit);
  const labels = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1];
  expect(meanLoss(logits, labels)).toBeCloseTo(0.12270792, 8);
  expect(meanLoss(logits, labels, { alpha: 0.25 })).toBeCloseTo(0.05335471, 8);
  expect(meanLoss(logits, labels, { alpha: 0.5 })).toBeCloseTo(0.12270792 / 2, 8);
});

test("certain and wrong costs the logit, right and certain nothing", () => {
  expect(meanLoss([-1e4], [1])).toBe(1e4);
  expect(meanLoss([1e4, -1e4], [1, 0])).toBe(0);
});

test("with gamma 0 it is binary cross-entropy", () => {
  const [logits, labels, smoothed] = [[2, -0.5, 7], [1, 0, 0], { labelSmoothing: 0.2 }];
  expect(meanLoss(logits, labels, { gamma: 0, ...smoothed })).toBeCloseTo(
    meanLoss(logits, labels, smoothed, sigmoidBce as never),
    14,
  );
});
