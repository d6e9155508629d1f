import { defineOp } from "../../op/define-op.ts";
import { cases, fuzz } from "./cases.ts";
import { permute } from "./permute.ts";
import { reference } from "./reference.ts";
import { params, permOf, shape } from "./shape.ts";

/**
 * Axes in another order: axis i of y is axis `perm[i]` of x; the gradient goes the other way. Without `perm` the order is
 * reversed.
 *
 * x of any shape. Throws a ShapeError unless `perm` names every axis once. Source: ONNX `Transpose`, NumPy `transpose`.
 *
 * @example
 * const { y } = device.forward(transpose, { x }, { perm: [0, 2, 3, 1] }); // [N,C,H,W] -> [N,H,W,C]
 */
export const transpose = defineOp({
  name: "transpose",
  summary: "Axes in another order.",
  formula: "y[i_perm] = x[i]",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "the extents of x in the order of perm" } },
  params,
  shape,
  batch: ({ x, y }, given) => (permOf((x ?? y ?? []).length, given)[0] === 0 ? ["x", "y"] : []),
  saves: [],
  forward: (run, { x, y }, given) => permute(run, x, y, permOf(x.shape.length, given)),
  vjp: (run, _, { y: gradY }, { x: gradX }, given) => {
    if (!gradX || !gradY) return;
    const perm = permOf(gradX.shape.length, given);
    const back = perm.map((_, axis) => perm.indexOf(axis));
    permute(run, gradY, gradX, back);
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz,
});
