import { unaryCases, unaryOp } from "../shared/unary.ts";

/**
 * `y = x^2`; `gradX = 2 gradY x`. x of any shape, y the same. Source: NumPy `square`.
 *
 * @example
 * const { y } = device.forward(square, { x }, {});
 */
export const square = unaryOp({
  name: "square",
  summary: "Square.",
  formula: "y = x^2",
  params: {},
  saves: "x",
  y: "x * x",
  derivative: "2.0 * x",
  reference: { y: (x) => x * x, derivative: (x) => 2 * x },
  cases: unaryCases([0, 1e4, -1e4, 1, -1]),
});
