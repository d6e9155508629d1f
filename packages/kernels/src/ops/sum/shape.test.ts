import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { sum } from "./index.ts";

test("a scalar, of at least one element", () => {
  expect(shapesOf(sum, { x: [2, 3] })).toEqual({ y: [] });
  expect(() => shapesOf(sum, { x: [2, 0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sum: x must have at least one element. Received x=[2,0].]`,
  );
});
