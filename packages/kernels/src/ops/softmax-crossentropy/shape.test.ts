import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { softmaxCrossentropy } from "./index.ts";

const fitting = { logits: [5, 3], labels: [5, 3] };

test("a scalar loss and a probability of each class", () => {
  expect(shapesOf(softmaxCrossentropy, fitting)).toEqual({ loss: [], probabilities: [5, 3] });
});

test("what does not fit is refused", () => {
  const given =
    (inputs: object, params = {}) =>
    () =>
      shapesOf(softmaxCrossentropy, { ...fitting, ...inputs }, params);
  expect(given({ logits: [5] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmaxCrossentropy: logits must have 2 dimensions. Received logits=[5]. Pass [N,K].]`,
  );
  expect(given({ logits: [5, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmaxCrossentropy: logits must have at least 2 columns. Received logits=[5,1]. The loss of one column would always be 0: use sigmoidBce.]`,
  );
  expect(given({ logits: [0, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmaxCrossentropy: logits must have at least one element. Received logits=[0,3].]`,
  );
  expect(given({ labels: [5, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmaxCrossentropy: labels must have the shape [5,3] of logits. Received labels=[5,1].]`,
  );
  expect(given({ sampleWeight: [5, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmaxCrossentropy: sampleWeight must have the shape [5] of the batch. Received sampleWeight=[5,1].]`,
  );
  expect(given({}, { labelSmoothing: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmaxCrossentropy.labelSmoothing: must be a number from 0 to 1. Received labelSmoothing=-1.]`,
  );
});
