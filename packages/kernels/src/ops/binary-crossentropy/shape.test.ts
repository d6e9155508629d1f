import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { binaryCrossentropy } from "./index.ts";

test("a scalar loss", () => {
  expect(shapesOf(binaryCrossentropy, { probabilities: [5, 1], labels: [5, 1] })).toEqual({ loss: [] });
});

test("what does not fit is refused", () => {
  const fitting = { probabilities: [5, 1], labels: [5, 1] };
  const given =
    (inputs: object, params = {}) =>
    () =>
      shapesOf(binaryCrossentropy, { ...fitting, ...inputs }, params);
  expect(given({ probabilities: [5] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: binaryCrossentropy: probabilities must have 2 dimensions. Received probabilities=[5]. Pass [N,1].]`,
  );
  expect(given({ probabilities: [5, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: binaryCrossentropy: probabilities must have one column. Received probabilities=[5,3]. Pass one class at a time, as [N,1].]`,
  );
  expect(given({ probabilities: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: binaryCrossentropy: probabilities must have at least one element. Received probabilities=[0,1].]`,
  );
  expect(given({ labels: [4, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: binaryCrossentropy: labels must have the shape [5,1] of probabilities. Received labels=[4,1].]`,
  );
  expect(given({ sampleWeight: [5, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: binaryCrossentropy: sampleWeight must have the shape [5] of the batch. Received sampleWeight=[5,1].]`,
  );
  expect(given({}, { labelSmoothing: 2 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: binaryCrossentropy.labelSmoothing: must be a number from 0 to 1. Received labelSmoothing=2.]`,
  );
});
