import { defineOp } from "../../op/define-op.ts";
import { placePart, takePart } from "../shared/part.ts";
import { partOf, wholeOf } from "../shared/part-reference.ts";
import { cases, fuzz } from "./cases.ts";
import { paddedOf, params } from "./shape.ts";

/**
 * x with `value` before and behind it along some axes; gradX is its part of gradY.
 *
 * `pads` has the number of values before each of `axes` (by default all), then that behind each. Throws a ShapeError where
 * there are more or fewer, or an axis does not exist. Source: ONNX `Pad` with mode "constant".
 *
 * @example
 * const { y } = device.forward(pad, { x }, { pads: [1, 2, 1, 2], axes: [2, 3], value: 0 }); // [8,3,30,28] -> [8,3,32,32]
 */
export const pad = defineOp({
  name: "pad",
  summary: "An array with a constant around it.",
  formula: "y[i] = 0 <= i - before < size(x) ? x[i - before] : value",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "the rank of x" } },
  params,
  shape: ({ x }, given) => ({ y: paddedOf(x, given).y }),
  batch: ({ x }, given) => (x && x.length > 0 && paddedOf(x, given).y[0] === x[0] ? ["x", "y"] : []),
  saves: [],
  forward: (run, { x, y }, given) => placePart(run, x, y, paddedOf(x.shape, given).places, given.value),
  vjp: (run, _, { y: gradY }, { x: gradX }, given) => {
    if (gradX && gradY) takePart(run, gradY, gradX, paddedOf(gradX.shape, given).places);
  },
  reference: {
    forward: ({ x }, given) => {
      const { y, places } = paddedOf(x.shape, given);
      return { y: wholeOf(y, x, places, given.value) };
    },
    vjp: (_, { y: gradY }, given, { x }) => ({ x: partOf(gradY!, paddedOf(x, given).places) }),
  },
  accumulation: () => 1,
  cases,
  fuzz,
});
