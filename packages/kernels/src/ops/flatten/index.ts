import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { transposeMatrices } from "../shared/transpose-matrices.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";
import { shape } from "./shape.ts";

/**
 * One row per sample, channels last: `y[n, s C + c] = x[n, c, s]`, s counting the spatial positions in C order.
 *
 * x [N,C,...spatial] becomes y [N, spatial * C], the order in which Keras' kernels of a following dense layer stand; a
 * matrix stays as it is. The gradient is the inverse permutation. Throws a ShapeError below rank 2.
 * Source: Keras `Flatten(data_format="channels_first")`.
 *
 * @example
 * const { y } = device.forward(flatten, { x }, {}); // [64,64,32,32] -> [64,65536]
 */
export const flatten = defineOp({
  name: "flatten",
  summary: "Samples as rows, channels last as in Keras.",
  formula: "y[n, s*C + c] = x[n, c, s]",
  inputs: { x: { describe: "[N,C,...spatial]" } },
  outputs: { y: { describe: "[N, spatial * C]" } },
  params: {},
  shape,
  batch: ["x", "y"],
  saves: [],
  forward: (run, { x, y }) => {
    const [images, channels] = [x.shape[0]!, x.shape[1]!];
    transposeMatrices(run, x, y, images, { rows: channels, columns: sizeOf(x.shape.slice(2)) });
  },
  vjp: (run, _, { y: gradY }, { x: gradX }) => {
    if (!gradX || !gradY) return;
    const [images, channels] = [gradX.shape[0]!, gradX.shape[1]!];
    transposeMatrices(run, gradY, gradX, images, { rows: sizeOf(gradX.shape.slice(2)), columns: channels });
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({
    inputs: { x: Array.from({ length: 2 + Math.floor(random() * 4) }, () => 1 + Math.floor(random() * 7)) },
  }),
});
