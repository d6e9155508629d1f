import { defineOp } from "../../op/define-op.ts";
import { cases, fuzz } from "./cases.ts";
import { reference } from "./reference.ts";
import { cutRuns, joinRuns } from "./runs.ts";
import { axisOf, batchOf, params, runOf, shape } from "./shape.ts";

/**
 * `y = [a | b]`: b behind a along one axis; each gradient is its slice of gradY.
 *
 * a and b agree in every extent but that of `axis`, which counts from the end where negative; y is as long along it as both
 * together. Throws a ShapeError where they differ elsewhere, and for scalars, which have no axis. Source: NumPy `concatenate`.
 *
 * @example
 * const { y } = device.forward(concatenate, { a, b }, { axis: 1 }); // [8,16,32,32], [8,4,32,32] -> [8,20,32,32]
 */
export const concatenate = defineOp({
  name: "concatenate",
  summary: "Two arrays, one behind the other along an axis.",
  formula: "y[..., i, ...] = i < A ? a[..., i, ...] : b[..., i - A, ...]",
  inputs: { a: { describe: "any shape but []" }, b: { describe: "the shape of a but for the axis" } },
  outputs: { y: { describe: "the shape of a but for the axis" } },
  params,
  shape,
  batch: batchOf,
  saves: [],
  forward: (run, { a, b, y }, { axis }) => {
    const at = axisOf(a.shape, axis);
    joinRuns(run, { a, b, y }, runOf(a.shape, at), runOf(b.shape, at));
  },
  vjp: (run, _, { y: gradY }, wanted, { axis }) => {
    if (!gradY) return;
    const at = axisOf(gradY.shape, axis);
    const row = runOf(gradY.shape, at);
    if (wanted.a) cutRuns(run, gradY, wanted.a, { start: 0, length: runOf(wanted.a.shape, at), row });
    if (wanted.b) {
      const length = runOf(wanted.b.shape, at);
      cutRuns(run, gradY, wanted.b, { start: row - length, length, row });
    }
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz,
});
