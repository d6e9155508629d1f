import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { arrays, cases } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { shape } from "./shape.ts";

/**
 * `y = a * b` for arrays of one shape, element by element; `gradA = gradY * b`, `gradB = gradY * a`.
 *
 * Throws a ShapeError when the shapes differ.
 *
 * @example
 * const { y } = device.forward(multiply, { a, b }, {});
 */
export const multiply = defineOp({
  name: "multiply",
  summary: "Product of two arrays, element by element.",
  formula: "y = a * b",
  inputs: { a: { describe: "any shape" }, b: { describe: "the shape of a" } },
  outputs: { y: { describe: "the shape of a" } },
  params: {},
  shape,
  batch: ["a", "b", "y"],
  saves: ["a", "b"],
  forward: (run, { a, b, y }) => run(forward, { a, b, y }, { constants: {}, params: { count: sizeOf(y.shape) } }),
  vjp: (run, { a, b }, { y: gradY }, { a: gradA, b: gradB }) => {
    if (!gradY) return;
    const values = { constants: {}, params: { count: sizeOf(gradY.shape) } };
    if (gradA) run(forward, { a: gradY, b, y: gradA }, values);
    if (gradB) run(forward, { a: gradY, b: a, y: gradB }, values);
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({ inputs: arrays([1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)]) }),
});
