import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { flatten } from "./index.ts";

test("one row a sample, channels last", () => {
  expect(shapesOf(flatten, { x: [64, 64, 32, 32] })).toEqual({ y: [64, 65_536] });
  const x = ndArray([1, 2, 2, 2], [0, 1, 2, 3, 10, 11, 12, 13]);
  expect(evaluate(flatten, { x })["y"]).toEqual([0, 10, 1, 11, 2, 12, 3, 13]);
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(flatten, { x: [5] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: flatten: x must have at least 2 dimensions. Received x=[5]. Pass [N,C,...spatial].]`,
  );
  expect(() => shapesOf(flatten, { x: [0, 3, 2] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: flatten: x must have at least one element. Received x=[0,3,2].]`,
  );
});
