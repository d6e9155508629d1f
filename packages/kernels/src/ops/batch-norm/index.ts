import { defineOp } from "../../op/define-op.ts";
import { arrays, cases, fill } from "./cases.ts";
import { reference } from "./reference.ts";
import { forward, vjp } from "./run.ts";
import { params, shape } from "./shape.ts";

/**
 * Batch normalisation along one axis: `y = gamma (x - mean) / sqrt(variance + epsilon) + beta`.
 *
 * x of any shape, C its extent along `axis` (-1, the last, as in Keras; 1 for the channels of NCHW); everything else is
 * [C]. In training mean and (biased) variance are those of the batch, and the moving ones take
 * `moving * momentum + batch * (1 - momentum)`; "bessel" multiplies the variance that they take by m / (m - 1), m being
 * the values per channel, as fused kernels of TensorFlow do. In inference the moving ones are used and kept.
 * One value per channel (m = 1) has variance 0 under either correction, so y = beta and no gradient reaches x.
 * Throws a ShapeError for an axis that x lacks or arrays that are not [C].
 * Source: Ioffe and Szegedy (2015); Keras `BatchNormalization`.
 *
 * @example
 * const { y } = device.forward(batchNorm, { x, gamma, beta, movingMean, movingVariance }, resolveParams("batchNorm", batchNorm.params, { axis: 1 }));
 */
export const batchNorm = defineOp({
  name: "batchNorm",
  summary: "Batch normalisation along one axis, with moving statistics.",
  formula: "y = gamma * (x - mean) / sqrt(variance + epsilon) + beta",
  inputs: {
    x: { describe: "any shape of rank >= 1" },
    gamma: { describe: "[C]" },
    beta: { describe: "[C]" },
    movingMean: { differentiable: false, describe: "[C]" },
    movingVariance: { differentiable: false, describe: "[C]" },
  },
  outputs: {
    y: { describe: "the shape of x" },
    newMovingMean: { differentiable: false, updates: "movingMean", describe: "[C]" },
    newMovingVariance: { differentiable: false, updates: "movingVariance", describe: "[C]" },
    mean: { differentiable: false, internal: true, describe: "[C], the mean that was used" },
    variance: { differentiable: false, internal: true, describe: "[C], the variance that was used" },
  },
  params,
  shape,
  saves: ["x", "gamma", "mean", "variance"],
  forward,
  vjp,
  reference,
  accumulation: ({ x, gamma }) => x!.reduce((product, extent) => product * extent, 1) / gamma![0]!,
  cases,
  fuzz: (random) => {
    const x = Array.from({ length: 1 + Math.floor(random() * 4) }, () => 1 + Math.floor(random() * 9));
    const at = Math.floor(random() * x.length);
    const axis = random() < 0.5 ? at : at - x.length;
    const varianceCorrection = random() < 0.5 ? "biased" : "bessel";
    return {
      inputs: arrays(x, x[at]!),
      params: { axis, momentum: random(), training: random() < 0.7, varianceCorrection },
      fill,
    };
  },
});
