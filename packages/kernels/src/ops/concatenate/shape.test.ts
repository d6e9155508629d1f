import { describe, expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { concatenate } from "./index.ts";

const of = (a: number[], b: number[], axis?: number) =>
  shapesOf(concatenate, { a, b }, axis === undefined ? {} : { axis })["y"];

test("b stands behind a along the axis, by default the last one", () => {
  expect(of([2, 3, 5], [2, 3, 4])).toEqual([2, 3, 9]);
  expect(of([2, 3, 5], [2, 7, 5], 1)).toEqual([2, 10, 5]);
  expect(of([2, 3, 5], [2, 7, 5], -2)).toEqual([2, 10, 5]);
  expect(of([2, 3, 5], [4, 3, 5], 0)).toEqual([6, 3, 5]);
  expect(of([2], [3])).toEqual([5]);
  const a = ndArray([2, 1, 2], [1, 2, 3, 4]);
  const b = ndArray([2, 1, 2], [5, 6, 7, 8]);
  expect(evaluate(concatenate, { a, b }, { axis: 1 })["y"]).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
  expect(evaluate(concatenate, { a, b }, { axis: -3 })["y"]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

describe("errors", () => {
  test("no such axis", () => {
    expect(() => of([2, 3, 5], [2, 3, 5], 3)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: axis must be from -3 to 2 for a shape of [2,3,5]. Received axis=3.]`,
    );
  });
  test("an axis that is no integer", () => {
    expect(() => of([2, 3, 5], [2, 3, 5], 1.5)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate.axis: must be an integer from -16 to 15. Received axis=1.5.]`,
    );
  });
  test("other extents that differ", () => {
    expect(() => of([2, 3, 5], [2, 4, 5])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: b must have the shape of a but for axis 2. Received a=[2,3,5] b=[2,4,5].]`,
    );
    expect(() => of([2, 3, 5], [3, 3, 5], 1)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: b must have the shape of a but for axis 1. Received a=[2,3,5] b=[3,3,5].]`,
    );
  });
  test("another rank", () => {
    expect(() => of([2, 3], [2, 3, 1])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: b must have the shape of a but for axis 1. Received a=[2,3] b=[2,3,1].]`,
    );
  });
  test("scalars", () => {
    expect(() => of([], [])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: a scalar has no axes. Received axis=-1.]`,
    );
  });
  test("nothing to add", () => {
    expect(() => of([2, 3], [2, 0])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: b must have at least one element. Received b=[2,0].]`,
    );
  });
});
