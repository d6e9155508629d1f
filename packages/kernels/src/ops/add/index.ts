import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { scale } from "../shared/scale.ts";
import { arrays, cases } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { shape } from "./shape.ts";

/**
 * `y = a + b` for arrays of one shape, element by element; both gradients are gradY.
 *
 * Throws a ShapeError when the shapes differ.
 *
 * @example
 * const { y } = device.forward(add, { a, b }, {});
 */
export const add = defineOp({
  name: "add",
  summary: "Sum of two arrays, element by element.",
  formula: "y = a + b",
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
    if (wanted.b) scale(run, gradY, wanted.b, 1);
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({ inputs: arrays([1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)]) }),
});
