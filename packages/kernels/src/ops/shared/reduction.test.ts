import { describe, expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { logSumExp, max, mean, min, sum } from "../index.ts";
import { evaluate, shapesOf } from "./evaluate.ts";

describe("shapes", () => {
  test.each([
    { params: {}, y: [] },
    { params: { keepdims: true }, y: [1, 1, 1] },
    { params: { axes: 1 }, y: [2, 5] },
    { params: { axes: [-1, 0] }, y: [3] },
    { params: { axes: [-1, 0], keepdims: true }, y: [1, 3, 1] },
    { params: { axes: [] }, y: [2, 3, 5] },
  ])("of [2,3,5] with $params", ({ params, y }) => {
    for (const op of [sum, mean, max, min, logSumExp]) expect(shapesOf(op, { x: [2, 3, 5] }, params)).toEqual({ y });
  });

  test("what does not fit is refused", () => {
    expect(() => shapesOf(sum, { x: [2, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: sum: x must have at least one element. Received x=[2,0].]`,
    );
    expect(() => shapesOf(max, { x: [2, 3] }, { axes: [2] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: max: axes must be from -2 to 1 for a shape of [2,3]. Received axes=2.]`,
    );
    expect(() => shapesOf(max, { x: [2, 3] }, { axes: [1, -1] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: max: no axis may be named twice. Received axes=[1,-1].]`,
    );
    expect(() => shapesOf(logSumExp, { x: [] }, { axes: [0] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: logSumExp: a scalar has no axes. Received axes=0.]`,
    );
    expect(() => shapesOf(mean, { x: [2] }, { axes: "all" })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: mean.axes: must be one or more integers from -16 to 15. Received axes="all".]`,
    );
    expect(() => shapesOf(min, { x: [2] }, { axis: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: min: takes no such param. Received param=axis. Known params: axes, keepdims.]`,
    );
  });
});

test("known values", () => {
  const x = ndArray([2, 3], [1, 2, 6, -4, 5, -1]);
  expect(evaluate(sum, { x }, { axes: 0 })["y"]).toEqual([-3, 7, 5]);
  expect(evaluate(mean, { x }, { axes: 1 })["y"]![0]).toBeCloseTo(3, 12);
  expect(evaluate(max, { x }, { axes: 1 })["y"]).toEqual([6, 5]);
  expect(evaluate(min, { x })["y"]).toEqual([-4]);
  expect(evaluate(logSumExp, { x: ndArray([2], [1e4, 1e4]) })["y"]![0]).toBeCloseTo(1e4 + Math.LN2, 10);
});

test("equal elements share the gradient of max", () => {
  const x = ndArray([2, 3], [1, 4, 4, 2, 2, 2]);
  const gradient = max.reference.vjp!(
    { x, y: ndArray([2], [4, 2]) },
    { y: ndArray([2], [1, 3]) },
    { axes: [1], keepdims: false },
    { x: [2, 3] },
  );
  expect([...gradient.x!.data]).toEqual([0, 0.5, 0.5, 1, 1, 1]);
});

test("equal elements share the gradient of logSumExp, although y has no digits left to tell how many they are", () => {
  const gradient = logSumExp.reference.vjp!(
    { x: ndArray([2], [1e8, 1e8]), y: ndArray([], [Math.fround(1e8 + Math.LN2)]) },
    { y: ndArray([], [3]) },
    { axes: undefined, keepdims: false },
    { x: [2] },
  );
  expect([...gradient.x!.data]).toEqual([1.5, 1.5]);
});
