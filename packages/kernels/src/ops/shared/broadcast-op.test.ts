import { describe, expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import {
  add,
  divide,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  maximum,
  minimum,
  multiply,
  notEqual,
  power,
  subtract,
  where,
} from "../index.ts";
import { evaluate, shapesOf } from "./evaluate.ts";

describe("shapes are broadcast by NumPy's rule", () => {
  test.each([
    { a: [2, 3], b: [2, 3], y: [2, 3] },
    { a: [8, 1, 6, 1], b: [7, 1, 5], y: [8, 7, 6, 5] },
    { a: [5, 4], b: [1], y: [5, 4] },
    { a: [], b: [3], y: [3] },
    { a: [15, 3, 5], b: [3, 1], y: [15, 3, 5] },
  ])("$a and $b are $y", ({ a, b, y }) => {
    expect(shapesOf(add, { a, b })).toEqual({ y });
    expect(shapesOf(multiply, { a: b, b: a })).toEqual({ y });
  });

  test("others are refused", () => {
    expect(() => shapesOf(add, { a: [2, 3], b: [2] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: add: shapes must be equal or broadcast to each other. Received a=[2,3] b=[2]. Extents are compared from the last axis on; where they differ, one of them must be 1.]`,
    );
    expect(() => shapesOf(subtract, { a: [0], b: [1] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: subtract: every input must have at least one element. Received a=[0] b=[1].]`,
    );
    expect(() => shapesOf(power, { a: [2], b: [2] }, { axis: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: power: takes no such param. Received param=axis. Known params: none.]`,
    );
  });
});

test("every input is read where NumPy reads it", () => {
  const a = ndArray([2, 1], [10, 20]);
  const b = ndArray([3], [1, 2, 3]);
  expect(evaluate(subtract, { a, b })["y"]).toEqual([9, 8, 7, 19, 18, 17]);
  expect(evaluate(divide, { a, b })["y"]).toEqual([10, 5, 10 / 3, 20, 10, 20 / 3]);
  expect(evaluate(power, { a: b, b: a })["y"]!.slice(0, 3)).toEqual([1, 1024, 59_049]);
});

test("equal numbers share the gradient of maximum and minimum", () => {
  const given = { a: ndArray([3], [1, 2, 3]), b: ndArray([3], [2, 2, 2]), y: ndArray([3]) };
  const gradients = (op: typeof maximum) =>
    Object.values(op.reference.vjp!(given, { y: ndArray([3], [1, 1, 1]) }, {}, { a: [3], b: [3] })).map(({ data }) => [
      ...data,
    ]);
  expect(gradients(maximum)).toEqual([
    [0, 0.5, 1],
    [1, 0.5, 0],
  ]);
  expect(gradients(minimum)).toEqual([
    [1, 0.5, 0],
    [0, 0.5, 1],
  ]);
});

test("a negative number has powers of integers, and 0 for all others", () => {
  const a = ndArray([5], [-2, -2, -2, -2, 0]);
  const b = ndArray([5], [2, 3, -1, 0.5, 0]);
  expect(evaluate(power, { a, b })["y"]).toEqual([4, -8, -0.5, 0, 1]);
});

test("comparisons give 1 and 0, and where takes one of two", () => {
  const a = ndArray([3], [1, 2, 3]);
  const b = ndArray([], [2]);
  const rows = [equal, notEqual, less, lessEqual, greater, greaterEqual].map((op) => evaluate(op, { a, b })["y"]);
  expect(rows).toEqual([
    [0, 1, 0],
    [1, 0, 1],
    [1, 0, 0],
    [1, 1, 0],
    [0, 0, 1],
    [0, 1, 1],
  ]);
  expect(evaluate(where, { condition: ndArray([3], [0, -1, 0.5]), a, b })["y"]).toEqual([2, 2, 3]);
});
