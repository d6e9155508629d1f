import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { mean } from "./index.ts";

test("a scalar, of at least one element", () => {
  expect(shapesOf(mean, { x: [2, 3] })).toEqual({ y: [] });
  expect(() => shapesOf(mean, { x: [2, 0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: mean: x must have at least one element. Received x=[2,0].]`,
  );
});
