import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { subtract } from "./index.ts";

test("nothing is broadcast", () => {
  expect(shapesOf(subtract, { a: [2, 3], b: [2, 3] })).toEqual({ y: [2, 3] });
  expect(() => shapesOf(subtract, { a: [2, 3], b: [3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: subtract: b must have the shape [2,3] of a. Received b=[3].]`,
  );
});
