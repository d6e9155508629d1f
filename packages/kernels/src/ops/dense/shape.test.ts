import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { dense } from "./index.ts";
import { planOf } from "./shape.ts";

test("one row a sample", () => {
  expect(shapesOf(dense, { x: [5, 7], kernel: [7, 3], bias: [3] })).toEqual({ y: [5, 3] });
});

test("the sum over D is cut the same way for every batch", () => {
  const { rows: _, ...plan } = planOf([64, 65_536], [65_536, 1]);
  expect(planOf([1, 65_536], [65_536, 1])).toEqual({ ...plan, rows: 1 });
  expect(plan).toEqual({ width: 4, depth: 16_384, columns: 1, splits: 64, terms: 256 });
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(dense, { x: [5, 2, 2], kernel: [4, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: dense: x must have 2 dimensions. Received x=[5,2,2]. Pass [N,D]; flatten it first.]`,
  );
  expect(() => shapesOf(dense, { x: [5, 7], kernel: [7] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: dense: kernel must have 2 dimensions. Received kernel=[7]. Pass [D,K].]`,
  );
  expect(() => shapesOf(dense, { x: [5, 7], kernel: [6, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: dense: kernel must have the shape [7,3] of x's columns and its own. Received kernel=[6,3].]`,
  );
  expect(() => shapesOf(dense, { x: [5, 7], kernel: [7, 3], bias: [7] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: dense: bias must have the shape [3] of kernel's columns. Received bias=[7].]`,
  );
  expect(() => shapesOf(dense, { x: [0, 7], kernel: [7, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: dense: x must have at least one element. Received x=[0,7].]`,
  );
});
