import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { arrays } from "./cases.ts";
import { adam } from "./index.ts";

test("the outputs have the shape of the weights", () => {
  expect(shapesOf(adam, arrays([2, 3]))).toEqual({ newParam: [2, 3], newM: [2, 3], newV: [2, 3] });
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(adam, { ...arrays([2, 3]), m: [6] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: adam: m must have the shape [2,3] of param. Received m=[6].]`,
  );
  expect(() => shapesOf(adam, arrays([2]), { beta1: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: adam: beta1 must be below 1. Received beta1=1. Keras' defaults are 0.9 and 0.999.]`,
  );
  expect(() => shapesOf(adam, arrays([2]), { step: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: adam.step: must be an integer from 1 to 4294967295. Received step=0.]`,
  );
  expect(() => shapesOf(adam, arrays([2]), { epsilon: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: adam.epsilon: must be a number from 1e-30 to Infinity. Received epsilon=0.]`,
  );
  expect(() => shapesOf(adam, arrays([2]), { weightDecay: -0.1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: adam.weightDecay: must be a number from 0 to Infinity. Received weightDecay=-0.1.]`,
  );
});
