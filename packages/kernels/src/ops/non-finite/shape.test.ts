import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { nonFinite } from "./index.ts";
import { ALL_FINITE } from "./shape.ts";

test("the first one, or none", () => {
  expect(evaluate(nonFinite, { x: ndArray([4], [0, 1, -Infinity, NaN]) })).toEqual({ index: [2] });
  expect(evaluate(nonFinite, { x: ndArray([2], [3.4e38, -0]) })).toEqual({ index: [ALL_FINITE] });
  expect(() => shapesOf(nonFinite, { x: [0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: nonFinite: x must have at least one element. Received x=[0].]`,
  );
});
