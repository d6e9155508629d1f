import { defineOp } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";
import { mostOverlaps } from "../shared/pool.ts";
import { backward } from "./backward.ts";
import { cases, fuzz } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { geometry, outputShape, params } from "./shape.ts";

/**
 * The mean of each window: `y[n,c,i,j] = mean_{r,s} x[n,c, i*strideH + r - top, j*strideW + s - left]`.
 *
 * x `[N,C,H,W]`, y `[N,C,outH,outW]`; strides that are left out are the pool size. Padding does not count: the mean is
 * over the elements of the window that lie in x, and each of them takes an equal share of the gradient. Throws a
 * ShapeError where no window fits or one would hold padding alone. Source: Keras `layers.AveragePooling2D`.
 *
 * @example
 * const { y } = device.forward(averagePool2d, { x }, resolveParams("averagePool2d", averagePool2d.params, { poolSize: 2 }));
 */
export const averagePool2d = defineOp({
  name: "averagePool2d",
  summary: "The mean of each window.",
  formula: "y[n,c,i,j] = mean_{r,s} x[n,c,i*stride+r-top,j*stride+s-left]",
  inputs: { x: { describe: "[N,C,H,W]" } },
  outputs: { y: { describe: "[N,C,outH,outW]" } },
  params,
  shape: ({ x }, given) => ({ y: outputShape(x, given) }),
  batch: ["x", "y"],
  saves: [],
  forward: (run, { x, y }, given) =>
    run(forward, { x, y }, { constants: geometry(x.shape, given), params: { planes: planesOf(x.shape) } }),
  vjp: (run, _, { y: gradY }, { x: gradX }, given) => {
    if (!gradX || !gradY) return;
    const values = { constants: geometry(gradX.shape, given), params: { planes: planesOf(gradX.shape) } };
    run(backward, { gradY, gradX }, values);
  },
  reference,
  accumulation: ({ x }, given) => {
    const g = geometry(x!, given);
    return Math.max(g.poolH * g.poolW, mostOverlaps(g));
  },
  cases,
  fuzz,
});

const planesOf = ([N, C]: Shape): number => N! * C!;
