import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { scale } from "../shared/scale.ts";
import { arrays, cases } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { shape } from "./shape.ts";

/**
 * `y = a - b` for arrays of one shape, element by element; `gradA = gradY`, `gradB = -gradY`.
 *
 * Throws a ShapeError when the shapes differ. Source: Keras `layers.Subtract`.
 *
 * @example
 * const { y } = device.forward(subtract, { a, b }, {});
 */
export const subtract = defineOp({
  name: "subtract",
  summary: "Difference of two arrays, element by element.",
  formula: "y = a - b",
  inputs: { a: { describe: "any shape" }, b: { describe: "the shape of a" } },
  outputs: { y: { describe: "the shape of a" } },
  params: {},
  shape,
  batch: ["a", "b", "y"],
  saves: [],
  forward: (run, { a, b, y }) => run(forward, { a, b, y }, { constants: {}, params: { count: sizeOf(y.shape) } }),
  vjp: (run, _, { y: gradY }, wanted) => {
    if (!gradY) return;
    if (wanted.a) scale(run, gradY, wanted.a, 1);
    if (wanted.b) scale(run, gradY, wanted.b, -1);
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({ inputs: arrays([1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)]) }),
});
