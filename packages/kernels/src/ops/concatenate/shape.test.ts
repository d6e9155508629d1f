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
  const a = ndArray([2, 1, 2], [1, 2, 3, 4]);
  const b = ndArray([2, 1, 2], [5, 6, 7, 8]);
  expect(evaluate(concatenate, { a, b }, { axis: 1 })["y"]).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
});

describe("errors", () => {
  test.each([0, -3])("the batch, as axis %i", (axis) => {
    expect(() => of([2, 3, 5], [2, 3, 5], axis)).toThrow(/axis must be from 1 to 2 or from -2 to -1/);
  });
  test("no such axis", () => {
    expect(() => of([2, 3, 5], [2, 3, 5], 3)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: axis must be from 1 to 2 or from -2 to -1 for a of shape [2,3,5]. Received axis=3. Axis 0 is the batch, whose samples stay apart; for NCHW data the channels are axis 1.]`,
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
  test("a batch alone", () => {
    expect(() => of([2], [2])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: a must have at least 2 dimensions. Received a=[2]. Pass [N,...].]`,
    );
  });
  test("nothing to add", () => {
    expect(() => of([2, 3], [2, 0])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: b must have at least one element. Received b=[2,0].]`,
    );
  });
});
