import { read, write } from "../../kernel/define-kernel.ts";
import { defineOp } from "../../op/define-op.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { ndArray } from "../../op/nd-array.ts";
import { sizeOf } from "../../shape.ts";
import { elementwiseKernel } from "../shared/elementwise.ts";

import { cases, fuzz } from "./cases.ts";
import { params, shape } from "./shape.ts";

const copying = elementwiseKernel({
  name: "reshape.copy",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  output: "y",
  value: "x[thread]",
});

const copy = (run: Launcher, x: ArrayHandle, y: ArrayHandle): void =>
  run(copying, { x, y }, { constants: {}, params: { count: sizeOf(y.shape) } });

/**
 * The same elements in the same order, in another shape: `shape`, of which one extent may be -1, for what is left; by default
 * one axis. The gradient has the shape of x again.
 *
 * x of any shape. Throws a ShapeError where the shape has more or fewer elements. Source: NumPy `reshape`; `flatten` is
 * Keras' layer, which puts channels last.
 *
 * @example
 * const { y } = device.forward(reshape, { x }, { shape: [-1, 4, 16] }); // [8,64] -> [8,4,16]
 */
export const reshape = defineOp({
  name: "reshape",
  summary: "The same elements in another shape.",
  formula: "y[i] = x[i], i counting in C order",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "the given shape" } },
  params,
  shape,
  batch: ({ x, y }) => (x && y && x.length > 0 && x[0] === y[0] ? ["x", "y"] : []),
  saves: [],
  forward: (run, { x, y }) => copy(run, x, y),
  vjp: (run, _, { y: gradY }, { x: gradX }) => {
    if (gradX && gradY) copy(run, gradY, gradX);
  },
  reference: {
    forward: ({ x }, given) => ({ y: ndArray(shape({ x: x.shape }, given).y, x.data) }),
    vjp: (_, { y: gradY }, __, { x }) => ({ x: ndArray(x, gradY!.data) }),
  },
  accumulation: () => 1,
  cases,
  fuzz,
});
