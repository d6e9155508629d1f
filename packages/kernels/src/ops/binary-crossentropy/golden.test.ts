import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { column, evaluate } from "../shared/evaluate.ts";
import { binaryCrossentropy } from "./index.ts";

const meanLoss = (p: number[], labels: number[], params = {}): number =>
  evaluate(binaryCrossentropy, { probabilities: column(p), labels: column(labels) }, params)["loss"]![0]! / p.length;

test("certain and wrong costs -ln(1e-7), where logits of -20 would say 20.0000000021", () => {
  expect(meanLoss([1 / (1 + Math.exp(20))], [1])).toBeCloseTo(16.1181, 4);
  expect(meanLoss([0, 1], [1, 0])).toBeCloseTo(-Math.log(1e-7), 8);
});

test("no gradient outside of the clip", () => {
  const [probabilities, labels] = [column([1 / (1 + Math.exp(20)), 1, 0.5]), column([1, 0, 1])];
  const { reference } = binaryCrossentropy;
  const values = { probabilities, labels } as Parameters<NonNullable<typeof reference.vjp>>[0];
  const shapes = { probabilities: [3, 1], labels: [3, 1], sampleWeight: [] };
  const gradients = reference.vjp!(values, { loss: ndArray([], [1]) }, { labelSmoothing: 0 }, shapes);
  expect([...gradients.probabilities!.data]).toEqual([0, 0, -2]);
});

/** Example of Keras' docstring of `binary_crossentropy`. */
test("Keras' example", () => {
  expect(meanLoss([0.6, 0.4], [0, 1])).toBeCloseTo(0.916, 3);
  expect(meanLoss([0.4, 0.6], [0, 0])).toBeCloseTo(0.714, 3);
});

test("ten predictions", () => {
  const p = [0.12, 0.81, 0.43, 0.43, 0.95, 0.5, 0.501, 0.66, 0.02, 0.35];
  expect(meanLoss(p, [0, 1, 0, 1, 1, 0, 0, 1, 0, 1])).toBeCloseTo(0.46697733, 8);
});

test("label smoothing pulls labels towards a half", () => {
  expect(meanLoss([0.8], [1], { labelSmoothing: 0.2 })).toBeCloseTo(meanLoss([0.8], [0.9]), 14);
});
