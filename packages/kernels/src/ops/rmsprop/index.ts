import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { arrays, cases, fill } from "./cases.ts";
import { reference } from "./reference.ts";
import { params, shape } from "./shape.ts";
import { update } from "./update.ts";

/**
 * One step of RMSprop over a flat arena of weights, with epsilon under the root.
 *
 * `meanSquare = rho meanSquare + (1 - rho) g^2`, `velocity = momentum velocity + learningRate g / sqrt(d + epsilon)`,
 * `param -= velocity`, with `d = meanSquare`, or if centered `meanGrad = rho meanGrad + (1 - rho) g` and
 * `d = meanSquare - meanGrad^2`. rho and momentum in [0, 1]; meanGrad is left as it is unless centered.
 * All arrays have one shape; updated in place where the device is given the inputs as outputs. Not differentiable.
 * Throws a ShapeError when shapes differ or a param is out of range.
 * Source: Hinton (2012), lecture 6e, and Graves (2013), equations 38 to 45, as in Keras `RMSprop.update_step`.
 *
 * @example
 * device.forward(rmsprop, { param, grad, meanSquare, meanGrad, velocity }, { learningRate: 1e-3, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false });
 */
export const rmsprop = defineOp({
  name: "rmsprop",
  summary: "One step of the RMSprop optimizer, Keras' form.",
  formula: "velocity = momentum * velocity + lr * g / sqrt(meanSquare + epsilon); param -= velocity",
  inputs: {
    param: { differentiable: false, describe: "weights, any shape" },
    grad: { differentiable: false, describe: "their gradient" },
    meanSquare: { differentiable: false, describe: "running mean of the gradient's square" },
    meanGrad: { differentiable: false, describe: "running mean of the gradient, if centered" },
    velocity: { differentiable: false, describe: "the last step" },
  },
  outputs: {
    newParam: { differentiable: false, updates: "param", describe: "the weights after the step" },
    newMeanSquare: { differentiable: false, updates: "meanSquare", describe: "the mean square after the step" },
    newMeanGrad: { differentiable: false, updates: "meanGrad", describe: "the mean after the step" },
    newVelocity: { differentiable: false, updates: "velocity", describe: "this step" },
  },
  params,
  shape,
  saves: [],
  forward: (run, { grad, newParam, newMeanSquare, newMeanGrad, newVelocity }, values) => {
    const { learningRate, rho, momentum, epsilon, centered } = values;
    run(
      update,
      { grad, newParam, newMeanSquare, newMeanGrad, newVelocity },
      {
        constants: { centered },
        params: { count: sizeOf(grad.shape), learningRate, rho, rate: 1 - rho, momentum, epsilon },
      },
    );
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({
    inputs: arrays([1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)]),
    params: { learningRate: random(), rho: random(), momentum: random(), centered: random() < 0.5 },
    fill,
  }),
});
