import { defineOp } from "../../op/define-op.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { backward } from "./backward.ts";
import { cases, spread } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { shape } from "./shape.ts";

const split = (of: Shape): { constants: { columns: number }; params: { rows: number } } => {
  const columns = of.at(-1)!;
  return { constants: { columns }, params: { rows: sizeOf(of) / columns } };
};

/**
 * `y_k = exp(x_k) / sum_j exp(x_j)` along the last axis, without overflow for any finite x; y in [0, 1].
 *
 * x [N,...,K], y the same; `gradX = y (gradY - sum_j gradY_j y_j)`. Throws a ShapeError for an x of fewer than 2
 * dimensions or without elements. Source: Keras `activations.softmax`.
 *
 * @example
 * const { y } = device.forward(softmax, { x }, {});
 */
export const softmax = defineOp({
  name: "softmax",
  summary: "Probabilities along the last axis.",
  formula: "y = exp(x) / sum(exp(x))",
  inputs: { x: { describe: "[N,...,K]" } },
  outputs: { y: { describe: "the shape of x" } },
  params: {},
  shape,
  batch: ["x", "y"],
  saves: ["y"],
  forward: (run, { x, y }) => run(forward, { x, y }, split(x.shape)),
  vjp: (run, { y }, { y: gradY }, { x: gradX }) => {
    if (gradX && gradY) run(backward, { y, gradY, gradX }, split(y.shape));
  },
  reference,
  accumulation: ({ x }) => x!.at(-1)!,
  cases,
  fuzz: (random) => ({
    inputs: { x: [1 + Math.floor(random() * 100), 1 + Math.floor(random() * 30)] },
    fill: { x: spread },
  }),
});
