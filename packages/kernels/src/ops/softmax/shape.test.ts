import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { softmax } from "./index.ts";

test("probabilities of a row add up to 1, however large its values", () => {
  expect(shapesOf(softmax, { x: [2, 3, 4] })).toEqual({ y: [2, 3, 4] });
  const { y } = evaluate(softmax, { x: ndArray([2, 2], [1e4, 1e4, Math.log(3), 0]) });
  [0.5, 0.5, 0.75, 0.25].forEach((p, i) => expect(y![i]).toBeCloseTo(p, 15));
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(softmax, { x: [3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmax: x must have at least 2 dimensions. Received x=[3]. Pass [N,...,K]; the probabilities of each last axis add up to 1.]`,
  );
  expect(() => shapesOf(softmax, { x: [3, 0] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmax: x must have at least one element. Received x=[3,0].]`,
  );
});
