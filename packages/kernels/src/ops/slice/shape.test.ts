import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { slice } from "./index.ts";

const x = ndArray([7], [0, 1, 2, 3, 4, 5, 6]);

/** As Python's x[start:end:step]. */
test.each([
  { params: { starts: [2], ends: [5] }, y: [2, 3, 4] },
  { params: { starts: 2 }, y: [2, 3, 4, 5, 6] },
  { params: { ends: -2 }, y: [0, 1, 2, 3, 4] },
  { params: { starts: -3, ends: 100 }, y: [4, 5, 6] },
  { params: { steps: 3 }, y: [0, 3, 6] },
  { params: { steps: -2 }, y: [6, 4, 2, 0] },
  { params: { starts: 4, ends: 1, steps: -1 }, y: [4, 3, 2] },
  { params: { starts: 2, ends: -100, steps: -1 }, y: [2, 1, 0] },
])("$params of 0 to 6 is $y", ({ params, y }) => {
  expect(evaluate(slice, { x }, params)["y"]).toEqual(y);
});

test("axes are cut one by one", () => {
  expect(shapesOf(slice, { x: [2, 3, 5] }, { starts: [1, 0], ends: [4, 1], axes: [-1, 0] })).toEqual({ y: [1, 3, 3] });
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(slice, { x: [7] }, { starts: [5], ends: [5] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: slice: nothing is left of axis 0, which has 7. Received x=[7] start=5 end=5 step=1.]`,
  );
  expect(() => shapesOf(slice, { x: [7] }, { steps: [0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: slice: steps must not be 0. Received steps=[0].]`,
  );
  expect(() => shapesOf(slice, { x: [7, 2] }, { starts: [1, 1], ends: [2] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: slice: starts, ends, axes and steps must be equally long, and at most 2. Received x=[7,2] starts=[1,1] ends=[2].]`,
  );
  expect(() => shapesOf(slice, { x: [7] }, { starts: [1], axes: [1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: slice: axes must be from -1 to 0 for a shape of [7]. Received axes=1.]`,
  );
  expect(() => shapesOf(slice, { x: [7, 2] }, { starts: [1, 1], axes: [0, 0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: slice: no axis may be named twice. Received starts=[1,1] axes=[0,0].]`,
  );
});
