import { phantom, type Split } from "@tomograd/data";
import { chooseThreshold } from "@tomograd/model";
import { expect, test } from "vitest";
import { validationThreshold } from "./validation-threshold.ts";

const validation = phantom({ seed: 1, size: 16, train: 2, validation: 8, test: 2, channels: 1 }).splits.validation!;
const probabilities = Float32Array.of(0.1, 0.6, 0.4, 0.7, 0.3, 0.35, 0.8, 0.2);

test("D-17 Youden's threshold of the validation data", () => {
  const chosen = validationThreshold(validation, probabilities);
  expect(chosen).toEqual(chooseThreshold(validation.labels, probabilities, "youden"));
});

test("one class, or a model that predicts NaN, chooses nothing", () => {
  const one: Split = {
    ...validation,
    length: 8,
    imageShape: validation.imageShape,
    labels: new Uint8Array(8),
    gather: async (indices, out) => await validation.gather(indices, out),
  };
  expect(validationThreshold(one, probabilities)).toBeUndefined();
  expect(validationThreshold(validation, probabilities.with(3, NaN))).toBeUndefined();
});
