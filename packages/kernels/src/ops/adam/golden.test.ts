import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate } from "../shared/evaluate.ts";
import { adam } from "./index.ts";

const betas = { beta1: 0.92, beta2: 0.999 };

/** Three steps in float64 by the formula of Keras' `Adam.update_step`. */
test("three steps with the tutorial's betas", () => {
  let state = { newParam: [1], newM: [0], newV: [0] } as Record<string, number[]>;
  const weights: number[] = [];
  for (const [i, gradient] of [0.5, -0.2, 0.1].entries()) {
    const { newParam, newM, newV } = state;
    const inputs = {
      param: ndArray([1], newParam),
      grad: ndArray([1], [gradient]),
      m: ndArray([1], newM),
      v: ndArray([1], newV),
    };
    state = evaluate(adam, inputs, { ...betas, step: i + 1 });
    weights.push(state["newParam"]![0]!);
  }
  [0.9990000063245154, 0.9986443223955874, 0.9982564291560214].forEach((weight, i) =>
    expect(weights[i]).toBeCloseTo(weight, 14),
  );
  expect(state["newM"]![0]).toBeCloseTo(0.027135999999999987, 16);
  expect(state["newV"]![0]).toBeCloseTo(0.0002994602500000003, 17);
});

test("epsilon stands outside of the bias correction", () => {
  const [zero, gradient] = [ndArray([1], [0]), ndArray([1], [1e-6])];
  const { newParam } = evaluate(adam, { param: zero, grad: gradient, m: zero, v: zero }, betas);
  // With epsilon inside, lr * mhat / (sqrt(vhat) + epsilon), the step would be 9.0909e-4.
  expect(-newParam![0]!).toBeCloseTo(2.4025e-4, 8);
});

const one = (value: number) => ndArray([1], [value]);

/** Keras' tests of AdamW: one step, and three without a gradient. */
test("weights decay before the step, by learning rate times weight decay", () => {
  const zero = one(0);
  const step = evaluate(
    adam,
    { param: one(4), grad: one(2), m: zero, v: zero },
    { learningRate: 0.5, weightDecay: 0.004 },
  );
  expect(step["newParam"]![0]).toBeCloseTo(3.492, 5);
  let weight = 2;
  for (let i = 1; i <= 3; i++) {
    const inputs = { param: one(weight), grad: zero, m: zero, v: zero };
    weight = evaluate(adam, inputs, { learningRate: 1, weightDecay: 0.004, step: i })["newParam"]![0]!;
  }
  expect(weight).toBeCloseTo(1.9760959, 7);
});
