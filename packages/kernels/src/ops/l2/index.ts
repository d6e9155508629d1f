import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { sumAll } from "../shared/sum.ts";
import { backward } from "./backward.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";
import { params, shape } from "./shape.ts";

/**
 * Weight decay as a loss: `loss = factor * sum(w^2)`, without a half; `gradW = 2 factor w gradLoss`.
 *
 * w of any shape, loss []; factor >= 0. Throws a ShapeError for an empty w. Source: Keras `regularizers.L2`.
 *
 * @example
 * const { loss } = device.forward(l2, { w }, { factor: 1e-3 });
 */
export const l2 = defineOp({
  name: "l2",
  summary: "Penalty on the squares of weights.",
  formula: "loss = factor * sum(w^2)",
  inputs: { w: { describe: "any shape" } },
  outputs: { loss: { describe: "[]" } },
  params,
  shape,
  saves: ["w"],
  forward: (run, { w, loss }, { factor }) => sumAll(run, w, loss, { squared: true, factor }),
  vjp: (run, { w }, { loss: gradLoss }, { w: gradW }, { factor }) => {
    if (gradW && gradLoss)
      run(backward, { w, gradLoss, gradW }, { constants: {}, params: { count: sizeOf(w.shape), doubled: 2 * factor } });
  },
  reference,
  accumulation: ({ w }) => sizeOf(w!),
  cases,
  fuzz: (random) => ({
    inputs: { w: [1 + Math.floor(random() * 7), 1 + Math.floor(random() * 3000)] },
    params: { factor: random() },
  }),
});
