import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate } from "../shared/evaluate.ts";
import { sgd } from "./index.ts";

const near = (value: number): unknown => expect.closeTo(value, 14);

/** Weights after each gradient, from 1. */
function descend(gradients: readonly number[], params: object): number[] {
  let state = { newParam: [1], newVelocity: [0] } as Record<string, number[]>;
  return gradients.map((gradient) => {
    const [param, velocity] = [ndArray([1], state["newParam"]), ndArray([1], state["newVelocity"])];
    state = evaluate(sgd, { param, grad: ndArray([1], [gradient]), velocity }, { ...params });
    return state["newParam"]![0]!;
  });
}

test("without momentum each step is the gradient's", () => {
  expect(descend([0.5, -0.2, 0.1], { learningRate: 0.1 })).toEqual([0.95, 0.97, 0.96].map(near));
  expect(descend([0.5, -0.2, 0.1], { learningRate: 0.1, nesterov: true })).toEqual([0.95, 0.97, 0.96].map(near));
});

/** By hand: velocities -0.05, -0.025, -0.0325. */
test("momentum keeps nine tenths of the last step", () => {
  const weights = descend([0.5, -0.2, 0.1], { learningRate: 0.1, momentum: 0.9 });
  expect(weights).toEqual([0.95, 0.925, 0.8925].map(near));
});

/** By hand: steps 0.9 * -0.05 - 0.05, 0.9 * -0.025 + 0.02, 0.9 * -0.0325 - 0.01. */
test("nesterov looks a step ahead", () => {
  const weights = descend([0.5, -0.2, 0.1], { learningRate: 0.1, momentum: 0.9, nesterov: true });
  expect(weights).toEqual([0.905, 0.9025, 0.86325].map(near));
});
