import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { softmax } from "./index.ts";

test("probabilities of a row add up to 1, however large its values", () => {
  expect(shapesOf(softmax, { x: [2, 3, 4] })).toEqual({ y: [2, 3, 4] });
  const { y } = evaluate(softmax, { x: ndArray([2, 2], [1e4, 1e4, Math.log(3), 0]) });
  [0.5, 0.5, 0.75, 0.25].forEach((p, i) => expect(y![i]).toBeCloseTo(p, 15));
});

test("any axis can be the one", () => {
  const x = ndArray([2, 2], [Math.log(3), 5, 0, 5]);
  [0.75, 0.5, 0.25, 0.5].forEach((p, i) => expect(evaluate(softmax, { x }, { axis: 0 })["y"]![i]).toBeCloseTo(p, 15));
  expect(shapesOf(softmax, { x: [3] })).toEqual({ y: [3] });
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(softmax, { x: [] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmax: a scalar has no axes. Received axis=-1.]`,
  );
  expect(() => shapesOf(softmax, { x: [2, 3] }, { axis: 2 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmax: axis must be from -2 to 1 for a shape of [2,3]. Received axis=2.]`,
  );
  expect(() => shapesOf(softmax, { x: [3, 0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmax: x must have at least one element. Received x=[3,0].]`,
  );
});
