import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { arrays } from "./cases.ts";
import { rmsprop } from "./index.ts";

test("the outputs have the shape of the weights", () => {
  expect(shapesOf(rmsprop, arrays([2, 3]))).toEqual({
    newParam: [2, 3],
    newMeanSquare: [2, 3],
    newMeanGrad: [2, 3],
    newVelocity: [2, 3],
  });
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(rmsprop, { ...arrays([2, 3]), meanGrad: [6] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: rmsprop: meanGrad must have the shape [2,3] of param. Received meanGrad=[6].]`,
  );
  expect(() => shapesOf(rmsprop, arrays([2]), { rho: -0.1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: rmsprop.rho: must be a number from 0 to 1. Received rho=-0.1.]`,
  );
  expect(() => shapesOf(rmsprop, arrays([2]), { epsilon: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: rmsprop.epsilon: must be a number from 1e-30 to Infinity. Received epsilon=0.]`,
  );
  expect(() => shapesOf(rmsprop, arrays([2]), { centered: "yes" })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: rmsprop.centered: must be true or false. Received centered="yes".]`,
  );
});
