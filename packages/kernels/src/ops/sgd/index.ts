import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { arrays, cases } from "./cases.ts";
import { reference } from "./reference.ts";
import { params, shape } from "./shape.ts";
import { update } from "./update.ts";

/**
 * One step of stochastic gradient descent with momentum over a flat arena of weights.
 *
 * `velocity = momentum * velocity - learningRate * g`, then `param += velocity`, or with nesterov
 * `param += momentum * velocity - learningRate * g`. momentum in [0, 1]; with 0 it is plain descent.
 * All arrays have one shape; updated in place where the device is given the inputs as outputs. Not differentiable.
 * Throws a ShapeError when shapes differ or a param is out of range. Source: Keras `SGD.update_step`.
 *
 * @example
 * device.forward(sgd, { param, grad, velocity }, { learningRate: 0.01, momentum: 0.9, nesterov: false }, { newParam: param, newVelocity: velocity });
 */
export const sgd = defineOp({
  name: "sgd",
  summary: "One step of gradient descent with momentum.",
  formula: "velocity = momentum * velocity - lr * g; param += velocity",
  inputs: {
    param: { differentiable: false, describe: "weights, any shape" },
    grad: { differentiable: false, describe: "their gradient" },
    velocity: { differentiable: false, describe: "the last step" },
  },
  outputs: {
    newParam: { differentiable: false, updates: "param", describe: "the weights after the step" },
    newVelocity: { differentiable: false, updates: "velocity", describe: "this step" },
  },
  params,
  shape,
  saves: [],
  forward: (run, { grad, newParam, newVelocity }, { learningRate, momentum, nesterov }) =>
    run(
      update,
      { grad, newParam, newVelocity },
      { constants: { nesterov }, params: { count: sizeOf(grad.shape), learningRate, momentum } },
    ),
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({
    inputs: arrays([1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)]),
    params: { learningRate: random(), momentum: random(), nesterov: random() < 0.5 },
  }),
});
