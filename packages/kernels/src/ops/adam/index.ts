import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { arrays, cases, fill } from "./cases.ts";
import { reference } from "./reference.ts";
import { params, shape, stepSize } from "./shape.ts";
import { update } from "./update.ts";

/**
 * One step of Adam over a flat arena of weights, with Keras' "epsilon hat".
 *
 * `alpha = learningRate * sqrt(1 - beta2^step) / (1 - beta1^step)`, `m += (g - m)(1 - beta1)`,
 * `v += (g^2 - v)(1 - beta2)`, `param -= alpha * m / (sqrt(v) + epsilon)`; `step` is 1 at the first update.
 * With a weightDecay above 0 this is AdamW: before that, `param -= learningRate * weightDecay * param`, for all weights.
 * All arrays have one shape; updated in place where the device is given the inputs as outputs. Not differentiable.
 * Throws a ShapeError when shapes differ or a param is out of range.
 * Source: Kingma and Ba (2015), end of section 2, and Loshchilov and Hutter (2019), as in Keras `Adam.update_step` and
 * `Optimizer._apply_weight_decay`.
 *
 * @example
 * device.forward(adam, { param, grad, m, v }, { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, step: 1, weightDecay: 0 }, { newParam: param, newM: m, newV: v });
 */
export const adam = defineOp({
  name: "adam",
  summary: "One step of the Adam optimizer, Keras' form.",
  formula: "param -= lr * sqrt(1 - b2^t) / (1 - b1^t) * m / (sqrt(v) + epsilon)",
  inputs: {
    param: { differentiable: false, describe: "weights, any shape" },
    grad: { differentiable: false, describe: "their gradient" },
    m: { differentiable: false, describe: "running mean of the gradient" },
    v: { differentiable: false, describe: "running mean of its square" },
  },
  outputs: {
    newParam: { differentiable: false, updates: "param", describe: "the weights after the step" },
    newM: { differentiable: false, updates: "m", describe: "the mean after the step" },
    newV: { differentiable: false, updates: "v", describe: "the mean square after the step" },
  },
  params,
  shape,
  saves: [],
  forward: (run, { grad, newParam, newM, newV }, values) => {
    const { learningRate, beta1, beta2, epsilon, weightDecay } = values;
    const decays = weightDecay > 0;
    const rates = {
      alpha: stepSize(values),
      rate1: 1 - beta1,
      rate2: 1 - beta2,
      epsilon,
      decay: learningRate * weightDecay,
    };
    run(
      update,
      { grad, newParam, newM, newV },
      { constants: { decays }, params: { count: sizeOf(grad.shape), ...rates } },
    );
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({
    inputs: arrays([1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)]),
    params: {
      step: 1 + Math.floor(random() * 50),
      learningRate: random(),
      beta1: random() * 0.99,
      beta2: 0.9 + random() * 0.0999,
      weightDecay: random() < 0.5 ? 0 : random() * 0.1,
    },
    fill,
  }),
});
