import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { l2 } from "./index.ts";

test("a scalar without a half in front", () => {
  expect(shapesOf(l2, { w: [2, 3] })).toEqual({ loss: [] });
  expect(evaluate(l2, { w: ndArray([2], [3, 4]) }, { factor: 0.001 })["loss"]![0]).toBeCloseTo(0.025, 15);
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(l2, { w: [0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: l2: w must have at least one element. Received w=[0].]`,
  );
  expect(() => shapesOf(l2, { w: [2] }, { factor: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: l2.factor: must be a number from 0 to Infinity. Received factor=-1.]`,
  );
});
