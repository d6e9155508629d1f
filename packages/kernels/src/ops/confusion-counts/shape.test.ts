import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { arrays } from "./cases.ts";
import { confusionCounts } from "./index.ts";

test("what does not fit is refused", () => {
  const fitting = arrays(5, 3);
  expect(shapesOf(confusionCounts, fitting)).toEqual({ newCounts: [9] });
  expect(() => shapesOf(confusionCounts, { ...fitting, probabilities: [5] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: confusionCounts: probabilities must have 2 dimensions. Received probabilities=[5]. Pass [N,K].]`,
  );
  expect(() => shapesOf(confusionCounts, { ...fitting, labels: [5, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: confusionCounts: labels must have the shape [5,3] of probabilities. Received labels=[5,1].]`,
  );
  expect(() => shapesOf(confusionCounts, { ...fitting, counts: [3, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: confusionCounts: counts must have the shape [9] of K*K classes. Received counts=[3,3].]`,
  );
  expect(() => shapesOf(confusionCounts, arrays(0, 3))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: confusionCounts: probabilities must have at least one element. Received probabilities=[0,3].]`,
  );
});
