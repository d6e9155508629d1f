import { defineOp } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";
import { backward } from "./backward.ts";
import { cases, fuzz } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { geometry, outputShape, params } from "./shape.ts";

/**
 * The largest element of each window: `y[n,c,i,j] = max_{r,s} x[n,c, i*strideH + r - top, j*strideW + s - left]`.
 *
 * x `[N,C,H,W]`, y `[N,C,outH,outW]`. Padding never wins; the first of equal maxima in row-major order does, and takes
 * the whole gradient. Throws a ShapeError where no window fits or one would hold padding alone.
 * Source: Keras `layers.MaxPooling2D`.
 *
 * @example
 * const { y } = device.forward(maxPool2d, { x }, resolveParams("maxPool2d", maxPool2d.params, { poolSize: 2 }));
 */
export const maxPool2d = defineOp({
  name: "maxPool2d",
  summary: "The largest element of each window.",
  formula: "y[n,c,i,j] = max_{r,s} x[n,c,i*stride+r-top,j*stride+s-left]",
  inputs: { x: { describe: "[N,C,H,W]" } },
  outputs: { y: { describe: "[N,C,outH,outW]" } },
  params,
  shape: ({ x }, given) => ({ y: outputShape(x, given) }),
  batch: ["x", "y"],
  saves: ["x"],
  forward: (run, { x, y }, given) =>
    run(forward, { x, y }, { constants: geometry(x.shape, given), params: { planes: planesOf(x.shape) } }),
  vjp: (run, { x }, { y: gradY }, { x: gradX }, given) => {
    if (gradX && gradY) {
      run(
        backward,
        { x, gradY, gradX },
        { constants: geometry(x.shape, given), params: { planes: planesOf(x.shape) } },
      );
    }
  },
  reference,
  /** As many gradients as windows overlap. */
  accumulation: ({ x }, given) => {
    const g = geometry(x!, given);
    return Math.ceil(g.poolH / g.strideH) * Math.ceil(g.poolW / g.strideW);
  },
  cases,
  fuzz,
});

const planesOf = ([N, C]: Shape): number => N! * C!;
