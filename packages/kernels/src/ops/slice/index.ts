import { defineOp } from "../../op/define-op.ts";
import { placePart, takePart } from "../shared/part.ts";
import { partOf, wholeOf } from "../shared/part-reference.ts";
import { cases, fuzz } from "./cases.ts";
import { params, placesOf } from "./shape.ts";

/**
 * Every `step`-th element from `start` up to, not including, `end` along some axes; elsewhere gradX is 0.
 *
 * `starts`, `ends` and `steps` have a number for each of `axes`, by default the first ones; without them a slice begins or ends
 * with x, and steps are 1. Negative starts and ends count from the end, and those beyond it are cut off; a negative step
 * goes backwards, then `ends` below `-extent` is before the first element. Throws a ShapeError where lists differ in length,
 * an axis does not exist, or nothing is left. Source: ONNX `Slice`, NumPy's `x[start:end:step]`.
 *
 * @example
 * const { y } = device.forward(slice, { x }, resolveParams("slice", slice.params, { starts: [1], ends: [-1], axes: [3] }));
 */
export const slice = defineOp({
  name: "slice",
  summary: "A part of an array, by starts, ends and steps.",
  formula: "y[j] = x[start + j * step]",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "the rank of x" } },
  params,
  shape: ({ x }, given) => ({ y: placesOf(x, given).map(({ size }) => size) }),
  batch: ({ x }, given) => {
    const first = x && placesOf(x, given)[0];
    return first && first.size === x[0] && first.step === 1 ? ["x", "y"] : [];
  },
  saves: [],
  forward: (run, { x, y }, given) => takePart(run, x, y, placesOf(x.shape, given)),
  vjp: (run, _, { y: gradY }, { x: gradX }, given) => {
    if (gradX && gradY) placePart(run, gradY, gradX, placesOf(gradX.shape, given), 0);
  },
  reference: {
    forward: ({ x }, given) => ({ y: partOf(x, placesOf(x.shape, given)) }),
    vjp: (_, { y: gradY }, given, { x }) => ({ x: wholeOf(x, gradY!, placesOf(x, given), 0) }),
  },
  accumulation: () => 1,
  cases,
  fuzz,
});
