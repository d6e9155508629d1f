import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { arrays } from "./cases.ts";
import { sgd } from "./index.ts";

test("the outputs have the shape of the weights", () => {
  expect(shapesOf(sgd, arrays([2, 3]))).toEqual({ newParam: [2, 3], newVelocity: [2, 3] });
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(sgd, { ...arrays([2, 3]), velocity: [6] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sgd: velocity must have the shape [2,3] of param. Received velocity=[6].]`,
  );
  expect(() => shapesOf(sgd, arrays([2]), { momentum: 1.5 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sgd.momentum: must be a number from 0 to 1. Received momentum=1.5.]`,
  );
  expect(() => shapesOf(sgd, arrays([2]), { nesterov: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sgd.nesterov: must be true or false. Received nesterov=1.]`,
  );
});
