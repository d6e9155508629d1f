import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { matmul } from "./index.ts";

test.each([
  { a: [2, 3], b: [3, 5], params: {}, y: [2, 5] },
  { a: [3, 2], b: [5, 3], params: { transposeA: true, transposeB: true }, y: [2, 5] },
  { a: [7, 1, 2, 3], b: [4, 3, 5], params: {}, y: [7, 4, 2, 5] },
])("$a by $b is $y", ({ a, b, params, y }) => {
  expect(shapesOf(matmul, { a, b }, params)).toEqual({ y });
});

test("known values", () => {
  const a = ndArray([2, 2], [1, 2, 3, 4]);
  const b = ndArray([2, 2], [5, 6, 7, 8]);
  expect(evaluate(matmul, { a, b })["y"]).toEqual([19, 22, 43, 50]);
  expect(evaluate(matmul, { a, b }, { transposeA: true })["y"]).toEqual([26, 30, 38, 44]);
  expect(evaluate(matmul, { a, b }, { transposeB: true })["y"]).toEqual([17, 23, 39, 53]);
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(matmul, { a: [3], b: [3, 2] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: matmul: a must have at least 2 dimensions. Received a=[3]. Pass [...,M,K].]`,
  );
  expect(() => shapesOf(matmul, { a: [2, 3], b: [2, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: matmul: a must have as many columns as b has rows. Received a=[2,3] b=[2,3] columns=3 rows=2.]`,
  );
  expect(() => shapesOf(matmul, { a: [2, 3], b: [3, 2] }, { transposeB: true })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: matmul: a must have as many columns as b has rows, as transposed. Received a=[2,3] b=[3,2] columns=3 rows=2.]`,
  );
  expect(() => shapesOf(matmul, { a: [2, 2, 3], b: [4, 3, 2] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: matmul (batches): shapes must be equal or broadcast to each other. Received a=[2] b=[4]. Extents are compared from the last axis on; where they differ, one of them must be 1.]`,
  );
  expect(() => shapesOf(matmul, { a: [0, 3], b: [3, 2] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: matmul: a must have at least one element. Received a=[0,3].]`,
  );
});
