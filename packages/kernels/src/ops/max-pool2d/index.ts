import { defineOp } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";
import { mostOverlaps } from "../shared/pool.ts";
import { backward, backwardBlocks } from "./backward.ts";
import { inBlocks } from "./blocks.ts";
import { cases, fuzz } from "./cases.ts";
import { forward, forwardBlocks } from "./forward.ts";
import { reference } from "./reference.ts";
import { geometry, outputShape, params, type MaxPool2dParams, type PoolConstants } from "./shape.ts";

/**
 * The largest element of each window, with optional fused relu:
 * `y[n,c,i,j] = activation(max_{r,s} x[n,c, i*strideH + r - top, j*strideW + s - left])`.
 *
 * x `[N,C,H,W]`, y `[N,C,outH,outW]`. Padding never wins; the first of equal maxima in row-major order does, and takes
 * the whole gradient. Relu commutes with the maximum, gradients included: behind the pool there is less of it to do than
 * before, and `relu` at exactly 0 passes no gradient. `winner` is `r * poolW + s` of the maximum, or `poolH * poolW`
 * where relu passes nothing. Throws a ShapeError where no window fits or one would hold padding alone.
 * Source: Keras `layers.MaxPooling2D`.
 *
 * @example
 * const { y } = device.forward(maxPool2d, { x }, resolveParams("maxPool2d", maxPool2d.params, { poolSize: 2 }));
 */
export const maxPool2d = defineOp({
  name: "maxPool2d",
  summary: "The largest element of each window, with optional fused relu.",
  formula: "y[n,c,i,j] = activation(max_{r,s} x[n,c,i*stride+r-top,j*stride+s-left])",
  inputs: { x: { describe: "[N,C,H,W]" } },
  outputs: {
    y: { describe: "[N,C,outH,outW]" },
    winner: { dtype: "u32", differentiable: false, internal: true, describe: "[N,C,outH,outW], place in the window" },
  },
  params,
  shape: ({ x }, given) => ({ y: outputShape(x, given), winner: outputShape(x, given) }),
  batch: ["x", "y", "winner"],
  saves: ["winner"],
  forward: (run, { x, y, winner }, given) => {
    const constants = constantsOf(x.shape, given);
    const values = { constants, params: { planes: planesOf(x.shape) } };
    run(inBlocks(constants) ? forwardBlocks : forward, { x, y, winner }, values);
  },
  vjp: (run, { winner }, { y: gradY }, { x: gradX }, given) => {
    if (!gradX || !gradY) return;
    const constants = constantsOf(gradX.shape, given);
    const values = { constants, params: { planes: planesOf(gradX.shape) } };
    if (inBlocks(constants)) run(backwardBlocks, { winner, gradY, gradX }, values);
    else run(backward, { winner, gradY, gradX }, values);
  },
  reference,
  /** As many gradients as windows overlap. */
  accumulation: ({ x }, given) => mostOverlaps(geometry(x!, given)),
  cases,
  fuzz,
});

const constantsOf = (x: Shape, given: MaxPool2dParams): PoolConstants => ({
  ...geometry(x, given),
  relu: given.activation === "relu",
});

const planesOf = ([N, C]: Shape): number => N! * C!;
