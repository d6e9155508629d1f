import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { spread } from "../shared/spread.ts";
import { sumAll } from "../shared/sum.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";
import { shape } from "./shape.ts";

/**
 * `y = sum(x)` over all elements; every element of gradX is gradY.
 *
 * x of any shape, y []. The order of additions is fixed. Throws a ShapeError for an empty x.
 *
 * @example
 * const { y } = device.forward(sum, { x }, {});
 */
export const sum = defineOp({
  name: "sum",
  summary: "Sum of all elements.",
  formula: "y = sum(x)",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "[]" } },
  params: {},
  shape,
  saves: ["x"],
  forward: (run, { x, y }) => sumAll(run, x, y),
  vjp: (run, _, { y: gradY }, { x: gradX }) => {
    if (gradX && gradY) spread(run, gradY, gradX, 1);
  },
  reference,
  accumulation: ({ x }) => sizeOf(x!),
  cases,
  fuzz: (random) => ({ inputs: { x: [1 + Math.floor(random() * 7), 1 + Math.floor(random() * 3000)] } }),
});
