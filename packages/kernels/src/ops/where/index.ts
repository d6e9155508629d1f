import { broadcastOp } from "../shared/broadcast-op.ts";
import { cases, fill } from "./cases.ts";

/**
 * `y = a` where the condition is not 0, `y = b` where it is, element by element; the one that is taken has the gradient.
 *
 * condition, a and b are broadcast by NumPy's rule, gradients are summed over repetitions; throws a ShapeError where they
 * cannot be. No gradient flows into the condition. Source: NumPy `where`.
 *
 * @example
 * const { y } = device.forward(where, { condition, a, b }, {});
 */
export const where = broadcastOp({
  name: "where",
  summary: "One of two arrays, as a condition says.",
  formula: "y = condition != 0 ? a : b",
  inputs: {
    condition: { differentiable: false, describe: "0 for b, anything else for a" },
    a: { describe: "a shape that is broadcast with the others" },
    b: { describe: "a shape that is broadcast with the others" },
  },
  y: "select(b, a, condition != T())",
  gradients: { a: "select(T(), gradY, condition != T())", b: "select(gradY, T(), condition != T())" },
  saves: ["condition"],
  reference: {
    y: ({ condition, a, b }) => (condition === 0 ? b : a),
    derivatives: {
      a: ({ condition }) => (condition === 0 ? 0 : 1),
      b: ({ condition }) => (condition === 0 ? 1 : 0),
    },
  },
  cases,
  fill,
});
