import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { transpose } from "./index.ts";

test("axis i of y is axis perm[i] of x", () => {
  expect(shapesOf(transpose, { x: [2, 3, 5] }, { perm: [1, 2, 0] })).toEqual({ y: [3, 5, 2] });
  expect(shapesOf(transpose, { x: [2, 3, 5] })).toEqual({ y: [5, 3, 2] });
  expect(evaluate(transpose, { x: ndArray([2, 3], [1, 2, 3, 4, 5, 6]) })["y"]).toEqual([1, 4, 2, 5, 3, 6]);
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(transpose, { x: [2, 3] }, { perm: [0, 0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: transpose: perm must name every axis of x once. Received x=[2,3] perm=[0,0].]`,
  );
  expect(() => shapesOf(transpose, { x: [2, 3] }, { perm: [0, 1, 2] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: transpose: perm must name every axis of x once. Received x=[2,3] perm=[0,1,2].]`,
  );
  expect(() => shapesOf(transpose, { x: [2, 3] }, { perm: [0, -1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: transpose.perm: must be one or more integers from 0 to 15. Received perm=[0,-1].]`,
  );
  expect(() => shapesOf(transpose, { x: [2, 0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: transpose: x must have at least one element. Received x=[2,0].]`,
  );
});
