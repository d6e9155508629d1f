import { defineOp } from "../../op/define-op.ts";
import { copy } from "../shared/map-reduce.ts";
import { stridesOf } from "../shared/strides.ts";
import { cases, fuzz } from "./cases.ts";
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
  forward: (run, { x, y }, given) => {
    const own = stridesOf(x.shape);
    const strides = permOf(x.shape.length, given).map((axis) => own[axis]!);
    copy(run, y, { space: y.shape, inputs: { x: { array: x, strides } } });
  },
  vjp: (run, _, { y: gradY }, { x: gradX }, given) => {
    if (!gradX || !gradY) return;
    const perm = permOf(gradX.shape.length, given);
    const own = stridesOf(gradY.shape);
    const strides = gradX.shape.map((_, axis) => own[perm.indexOf(axis)]!);
    copy(run, gradX, { space: gradX.shape, inputs: { x: { array: gradY, strides } } });
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz,
});
