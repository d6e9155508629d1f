import { defineOp } from "../../op/define-op.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { backward } from "./backward.ts";
import { cases, fuzz } from "./cases.ts";
import { forward } from "./forward.ts";
import { widthOf } from "./kernel.ts";
import { reference } from "./reference.ts";
import { geometryOf, params, shape, type GatherParams } from "./shape.ts";

const sizesOf = (x: Shape, indices: Shape, given: GatherParams) => {
  const { extent, inner } = geometryOf(x, given);
  return { entries: extent, inner, picks: sizeOf(indices) };
};

/**
 * Entries of x along an axis, picked by index: `y[o, p, k] = x[o, indices[p], k]`; gradX is the sum of gradY over the picks of
 * each entry.
 *
 * x of any shape but [], indices u32 of any shape, which stands in y where the axis was. An index beyond the end picks the
 * last entry. For the gradient, picks are sorted by their entries where they are many; those of one entry are added up in
 * their order. Throws a ShapeError where x has no such axis. Source: ONNX `Gather`, NumPy `take` with mode "clip".
 *
 * @example
 * const { y } = device.forward(gather, { x: table, indices }, { axis: 0 }); // [1000,64] and [8,12] -> [8,12,64]
 */
export const gather = defineOp({
  name: "gather",
  summary: "Entries along an axis, picked by index.",
  formula: "y[o, p, k] = x[o, indices[p], k]",
  inputs: {
    x: { describe: "any shape but []" },
    indices: { dtype: "u32", differentiable: false, describe: "any shape" },
  },
  outputs: { y: { describe: "the shape of x, that of indices in place of the axis" } },
  params,
  shape,
  batch: ({ x }, { axis }) => (axis > 0 || (x && axis < 0 && axis > -x.length) ? ["x", "y"] : []),
  saves: ["indices"],
  forward: (run, { x, indices, y }, given) => {
    const sizes = sizesOf(x.shape, indices.shape, given);
    const width = widthOf(sizes);
    const params = { count: sizeOf(y.shape) / width, ...sizes, inner: sizes.inner / width };
    run(forward[width], { x, indices, y }, { constants: {}, params });
  },
  vjp: (run, { indices }, { y: gradY }, { x: gradX }, given) => {
    if (gradX && gradY) backward(run, { indices, gradY, gradX }, sizesOf(gradX.shape, indices.shape, given));
  },
  reference,
  accumulation: ({ indices }) => sizeOf(indices!),
  cases,
  fuzz,
});
