import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate } from "../shared/evaluate.ts";
import { rmsprop } from "./index.ts";

/** Weights after each gradient, from a start, with all state 0 at first. */
function descend(start: number, gradients: readonly number[], params: object): number[] {
  const one = (value: number[]) => ndArray([1], value);
  let state: Record<string, number[]> = { newParam: [start], newMeanSquare: [0], newMeanGrad: [0], newVelocity: [0] };
  return gradients.map((gradient) => {
    const inputs = {
      param: one(state["newParam"]!),
      grad: one([gradient]),
      meanSquare: one(state["newMeanSquare"]!),
      meanGrad: one(state["newMeanGrad"]!),
      velocity: one(state["newVelocity"]!),
    };
    state = evaluate(rmsprop, inputs, { ...params });
    return state["newParam"]![0]!;
  });
}

/** The example of Keras' docstring, and its test of one step. */
test("Keras' examples", () => {
  expect(descend(10, [10], { learningRate: 0.1 })[0]).toBeCloseTo(9.683772, 6);
  expect(descend(1, [1], { learningRate: 0.5 })[0]).toBeCloseTo(-0.5811, 4);
  expect(descend(4, [2], { learningRate: 0.5 })[0]).toBeCloseTo(2.4189, 4);
});

/** Keras' test of the centered form: a gradient of .01, then four of .5. */
test("centered, five steps", () => {
  const weights = descend(1, [0.01, 0.5, 0.5, 0.5, 0.5], { centered: true });
  [0.9967, 0.9933, 0.9908, 0.9885, 0.9864].forEach((weight, i) =>
    expect(Math.abs(weights[i]! - weight)).toBeLessThan(5e-4),
  );
});

/** By hand: with rho 0 and a tiny epsilon each step is lr * sign(g). */
test("momentum adds to the step, not to the gradient", () => {
  const params = { learningRate: 0.1, rho: 0, momentum: 0.5, epsilon: 1e-30 };
  const weights = descend(1, [2, 3, -1], params);
  [0.9, 0.75, 0.775].forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 14));
});
