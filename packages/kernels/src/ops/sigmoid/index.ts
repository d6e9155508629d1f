import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { backward } from "./backward.ts";
import { cases } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";

/**
 * `y = 1 / (1 + exp(-x))` in [0, 1], without overflow for any finite x; `gradX = gradY y (1 - y)`.
 *
 * x of any shape, y the same. Source: Keras `activations.sigmoid`.
 *
 * @example
 * const { y } = device.forward(sigmoid, { x }, {});
 */
export const sigmoid = defineOp({
  name: "sigmoid",
  summary: "Logistic function.",
  formula: "y = 1 / (1 + exp(-x))",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "the shape of x" } },
  params: {},
  shape: ({ x }) => ({ y: x }),
  batch: ["x", "y"],
  saves: ["y"],
  forward: (run, { x, y }) => run(forward, { x, y }, { constants: {}, params: { count: sizeOf(y.shape) } }),
  vjp: (run, { y }, { y: gradY }, { x: gradX }) => {
    if (gradX && gradY) run(backward, { y, gradY, gradX }, { constants: {}, params: { count: sizeOf(y.shape) } });
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({
    inputs: { x: [1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)] },
    fill: { x: (_, draw) => (draw() - 0.5) * 12 },
  }),
});
