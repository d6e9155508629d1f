import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { sigmoidFocal } from "./index.ts";

test("a scalar loss and a probability each", () => {
  expect(shapesOf(sigmoidFocal, { logits: [5, 1], labels: [5, 1] })).toEqual({ loss: [], probabilities: [5, 1] });
});

test("what does not fit is refused", () => {
  const fitting = { logits: [5, 1], labels: [5, 1] };
  expect(() => shapesOf(sigmoidFocal, { ...fitting, logits: [5] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidFocal: logits must have 2 dimensions. Received logits=[5]. Pass [N,1].]`,
  );
  expect(() => shapesOf(sigmoidFocal, { ...fitting, logits: [5, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidFocal: logits must have one column. Received logits=[5,3]. Pass one class at a time, as [N,1].]`,
  );
  expect(() => shapesOf(sigmoidFocal, { ...fitting, labels: [4, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidFocal: labels must have the shape [5,1] of logits. Received labels=[4,1].]`,
  );
  expect(() => shapesOf(sigmoidFocal, { ...fitting, sampleWeight: [4] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidFocal: sampleWeight must have the shape [5] of the batch. Received sampleWeight=[4].]`,
  );
  expect(() => shapesOf(sigmoidFocal, fitting, { gamma: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidFocal.gamma: must be a number from 0 to Infinity. Received gamma=-1.]`,
  );
  expect(() => shapesOf(sigmoidFocal, fitting, { alpha: 25 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sigmoidFocal.alpha: must be a number from 0 to 1. Received alpha=25.]`,
  );
});
