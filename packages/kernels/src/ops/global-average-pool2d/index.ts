import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { planeSize, planesShape } from "../shared/planes.ts";
import { backward } from "./backward.ts";
import { cases, fuzz } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";

/**
 * The mean of each plane: `y[n,c] = mean_{h,w} x[n,c,h,w]`.
 *
 * x `[N,C,H,W]`, y `[N,C]`; each element takes the share `gradY[n,c] / (H W)` of the gradient. The order of additions is
 * fixed. Throws a ShapeError for another rank or an empty dimension. Source: Keras `layers.GlobalAveragePooling2D`.
 *
 * @example
 * const { y } = device.forward(globalAveragePool2d, { x }, {}); // [8,64,32,32] -> [8,64]
 */
export const globalAveragePool2d = defineOp({
  name: "globalAveragePool2d",
  summary: "The mean of each plane.",
  formula: "y[n,c] = mean_{h,w} x[n,c,h,w]",
  inputs: { x: { describe: "[N,C,H,W]" } },
  outputs: { y: { describe: "[N,C]" } },
  params: {},
  shape: ({ x }) => ({ y: planesShape("globalAveragePool2d", x) }),
  batch: ["x", "y"],
  saves: [],
  forward: (run, { x, y }) =>
    run(forward, { x, y }, { constants: { size: planeSize(x.shape) }, params: { planes: sizeOf(y.shape) } }),
  vjp: (run, _, { y: gradY }, { x: gradX }) => {
    if (!gradX || !gradY) return;
    const params = { count: sizeOf(gradX.shape), size: planeSize(gradX.shape) };
    run(backward, { gradY, gradX }, { constants: {}, params });
  },
  reference,
  accumulation: ({ x }) => planeSize(x!),
  cases,
  fuzz,
});
