import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { resolveParams } from "../../op/params.ts";
import { column } from "../shared/evaluate.ts";
import { sigmoidBce } from "./index.ts";

/** The loss and its gradient by the logits, of one sample. */
function lossAndGradient(logit: number, label: number, labelSmoothing = 0, weight = 1): number[] {
  const params = resolveParams("sigmoidBce", sigmoidBce.params, { labelSmoothing });
  const inputs = { logits: column([logit]), labels: column([label]), sampleWeight: ndArray([1], [weight]) };
  const outputs = sigmoidBce.reference.forward(inputs, params);
  const shapes = { logits: [1, 1], labels: [1, 1], sampleWeight: [1], loss: [], probabilities: [1, 1] };
  const saved = { ...inputs, ...outputs };
  const gradients = sigmoidBce.reference.vjp!(saved, { loss: ndArray([], [1]) }, params, shapes);
  return [outputs.loss.data[0]!, gradients["logits"]!.data[0]!];
}

test("H3 logits of 10,000 and more have a finite loss and gradient", () => {
  expect(lossAndGradient(1e4, 1)).toEqual([0, 0]);
  expect(lossAndGradient(-1e4, 1)).toEqual([1e4, -1]);
  expect(lossAndGradient(1e4, 0)).toEqual([1e4, 1]);
  expect(lossAndGradient(-1e4, 0)).toEqual([0, 0]);
  expect(lossAndGradient(-1e30, 1)).toEqual([1e30, -1]);
});

test("H8 weights of a million and a smoothing of 0.999 have a finite loss and gradient", () => {
  expect(lossAndGradient(-1e4, 1, 0, 1e6)).toEqual([1e10, -1e6]);
  const [loss, gradient] = lossAndGradient(0, 1, 0.999);
  // The label is 1 * (1 - 0.999) + 0.999 / 2.
  expect(loss).toBeCloseTo(Math.LN2, 12);
  expect(gradient).toBeCloseTo(0.5 - 0.5005, 12);
});
