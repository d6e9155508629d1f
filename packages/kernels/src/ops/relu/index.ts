import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { backward } from "./backward.ts";
import { cases } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";

/** `y = max(x, 0)`; the gradient at exactly 0 is 0. Source: Keras `activations.relu`. */
export const relu = defineOp({
  name: "relu",
  summary: "Rectified linear unit.",
  formula: "y = max(x, 0)",
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
  fuzz: (random) => ({ inputs: { x: [1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)] } }),
});
