import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { cases, fuzz } from "./cases.ts";
import { reference } from "./reference.ts";
import { constantsOf, params, shape } from "./shape.ts";
import { warps } from "./warp.ts";

/**
 * Resamples every image under an affine map of its own, bilinearly, and changes its brightness.
 *
 * A row (a, b, c, d, e, f, s, 0) of `transforms` says where the output at row i and column j comes from and how bright it
 * gets: `v = x[n,k, a i + b j + c, d i + e j + f]` and `y[n,k,i,j] = min(black + s (v - black), white)`. x and y are
 * [N,C,H,W], transforms [N,8]; `levels` [C,2] holds each channel's values of black and white, and without it black is 0
 * and nothing is cut. Beyond the edges `fillMode` decides, as in SciPy: `nearest` repeats the edge (aaa|abc|ccc),
 * `reflect` turns back (cba|abc|cba), `wrap` starts again, its last element on the first, and `constant` is black + cval.
 * Throws a ShapeError for other shapes. Source: SciPy `ndimage.affine_transform` with order 1; Keras `ImageDataGenerator`.
 *
 * @example
 * device.forward(affineWarp, { x, transforms }, { fillMode: "nearest", cval: 0 }); // transforms of 1,0,0,0,1,0,1,0 change nothing
 */
export const affineWarp = defineOp({
  name: "affineWarp",
  summary: "Resamples every image under an affine map of its own, and changes its brightness.",
  formula: "y[n,k,i,j] = min(black + s * (x[n,k,a*i+b*j+c,d*i+e*j+f] - black), white)",
  inputs: {
    x: { differentiable: false, describe: "[N,C,H,W]" },
    transforms: { differentiable: false, describe: "[N,8]: a, b, c, d, e, f, the brightness s, and 0" },
    levels: { differentiable: false, optional: true, describe: "[C,2]: black and white of every channel" },
  },
  outputs: { y: { differentiable: false, describe: "[N,C,H,W]" } },
  params,
  shape,
  batch: ["x", "transforms", "y"],
  saves: [],
  forward: (run, { x, transforms, levels, y }, { fillMode, cval }) =>
    run(
      warps[fillMode],
      { x, transforms, levels, y },
      { constants: constantsOf(x.shape), params: { elements: sizeOf(x.shape), cval } },
    ),
  reference,
  /** Four neighbours. */
  accumulation: () => 4,
  cases,
  fuzz,
});
