import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { sigmoidBce } from "./index.ts";

test("a scalar loss and a probability each", () => {
  expect(shapesOf(sigmoidBce, { logits: [5, 1], labels: [5, 1] })).toEqual({ loss: [], probabilities: [5, 1] });
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(sigmoidBce, { logits: [5], labels: [5] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidBce: logits must have 2 dimensions. Received logits=[5]. Pass [N,1].]`,
  );
  expect(() => shapesOf(sigmoidBce, { logits: [5, 3], labels: [5, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidBce: logits must have one column. Received logits=[5,3]. Pass one class at a time, as [N,1].]`,
  );
  expect(() => shapesOf(sigmoidBce, { logits: [0, 1], labels: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidBce: logits must have at least one element. Received logits=[0,1].]`,
  );
  expect(() => shapesOf(sigmoidBce, { logits: [5, 1], labels: [4, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidBce: labels must have the shape [5,1] of logits. Received labels=[4,1].]`,
  );
  expect(() =>
    shapesOf(sigmoidBce, { logits: [5, 1], labels: [5, 1], sampleWeight: [5, 1] }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidBce: sampleWeight must have the shape [5] of the batch. Received sampleWeight=[5,1].]`,
  );
  expect(() =>
    shapesOf(sigmoidBce, { logits: [5, 1], labels: [5, 1] }, { labelSmoothing: 2 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidBce.labelSmoothing: must be a number from 0 to 1. Received labelSmoothing=2.]`,
  );
});
