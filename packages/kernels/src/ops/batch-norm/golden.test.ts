import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { column, evaluate } from "../shared/evaluate.ts";
import { batchNorm } from "./index.ts";

const one = (value: number) => ndArray([1], [value]);
const inputs = { x: column([1, 2, 3, 6]), gamma: one(1), beta: one(0), movingMean: one(0), movingVariance: one(1) };

test("four values in training", () => {
  const { y, newMovingMean, newMovingVariance } = evaluate(batchNorm, inputs);
  [-1.06889228, -0.53444614, 0, 1.60333842].forEach((value, i) => expect(y![i]).toBeCloseTo(value, 8));
  expect(newMovingMean![0]).toBeCloseTo(0.03, 14);
  expect(newMovingVariance![0]).toBeCloseTo(1.025, 14);
});

test("Bessel's correction is for the moving variance alone", () => {
  const biased = evaluate(batchNorm, inputs);
  const bessel = evaluate(batchNorm, inputs, { varianceCorrection: "bessel" });
  expect(bessel["newMovingVariance"]![0]).toBeCloseTo(1.0366667, 7);
  expect(bessel["y"]).toEqual(biased["y"]);
});

test("inference uses the moving statistics and keeps them", () => {
  const moving = { ...inputs, movingMean: one(2), movingVariance: one(4) };
  const { y, newMovingMean, newMovingVariance } = evaluate(batchNorm, moving, { training: false, epsilon: 1e-12 });
  [-0.5, 0, 0.5, 2].forEach((value, i) => expect(y![i]).toBeCloseTo(value, 12));
  expect([newMovingMean, newMovingVariance]).toEqual([[2], [4]]);
});
