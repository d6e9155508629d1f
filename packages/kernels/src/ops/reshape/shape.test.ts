import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { reshape } from "./index.ts";

test("the order of elements stays", () => {
  expect(shapesOf(reshape, { x: [2, 3, 5] }, { shape: [5, -1] })).toEqual({ y: [5, 6] });
  expect(shapesOf(reshape, { x: [2, 3, 5] })).toEqual({ y: [30] });
  expect(evaluate(reshape, { x: ndArray([2, 2], [1, 2, 3, 4]) }, { shape: [4, 1] })["y"]).toEqual([1, 2, 3, 4]);
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(reshape, { x: [2, 3] }, { shape: [4] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: reshape: shape must have the 6 elements of x. Received x=[2,3] shape=[4].]`,
  );
  expect(() => shapesOf(reshape, { x: [2, 3] }, { shape: [4, -1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: reshape: shape must have the 6 elements of x. Received x=[2,3] shape=[4,-1].]`,
  );
  expect(() => shapesOf(reshape, { x: [2, 3] }, { shape: [-1, -1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: reshape: one extent of shape may be -1. Received x=[2,3] shape=[-1,-1].]`,
  );
  expect(() => shapesOf(reshape, { x: [2, 3] }, { shape: [0, -1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: reshape: shape must have the 6 elements of x. Received x=[2,3] shape=[0,-1].]`,
  );
});
