import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { planeSize, planesShape } from "../shared/planes.ts";
import { backward } from "./backward.ts";
import { cases, fuzz } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";

/**
 * The largest element of each plane: `y[n,c] = max_{h,w} x[n,c,h,w]`.
 *
 * x `[N,C,H,W]`, y `[N,C]`; the first of equal maxima in row-major order takes the whole gradient. `winner` is its place
 * `h * W + w`. Throws a ShapeError for another rank or an empty dimension. Source: Keras `layers.GlobalMaxPooling2D`.
 *
 * @example
 * const { y } = device.forward(globalMaxPool2d, { x }, {}); // [8,64,32,32] -> [8,64]
 */
export const globalMaxPool2d = defineOp({
  name: "globalMaxPool2d",
  summary: "The largest element of each plane.",
  formula: "y[n,c] = max_{h,w} x[n,c,h,w]",
  inputs: { x: { describe: "[N,C,H,W]" } },
  outputs: {
    y: { describe: "[N,C]" },
    winner: { dtype: "u32", differentiable: false, internal: true, describe: "[N,C], place in the plane" },
  },
  params: {},
  shape: ({ x }) => {
    const y = planesShape("globalMaxPool2d", x);
    return { y, winner: y };
  },
  batch: ["x", "y", "winner"],
  saves: ["winner"],
  forward: (run, { x, y, winner }) =>
    run(forward, { x, y, winner }, { constants: { size: planeSize(x.shape) }, params: { planes: sizeOf(y.shape) } }),
  vjp: (run, { winner }, { y: gradY }, { x: gradX }) => {
    if (!gradX || !gradY) return;
    const params = { count: sizeOf(gradX.shape), size: planeSize(gradX.shape) };
    run(backward, { winner, gradY, gradX }, { constants: {}, params });
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz,
});
