import { unaryCases, unaryOp, positive } from "../shared/unary.ts";

/**
 * `y = sqrt(x)`, 0 for negative x; `gradX = gradY / (2 y)`, 0 where y is 0, since WGSL may assume that there is no infinity.
 *
 * x of any shape, y the same. Source: NumPy `sqrt`.
 *
 * @example
 * const { y } = device.forward(sqrt, { x }, {});
 */
export const sqrt = unaryOp({
  name: "sqrt",
  summary: "Square root, 0 of negative numbers.",
  formula: "y = sqrt(max(x, 0))",
  params: {},
  saves: "y",
  y: "sqrt(max(x, vec4f()))",
  derivative: "select(vec4f(), 0.5 / max(y, vec4f(1e-30)), y > vec4f())",
  reference: { y: (x) => Math.sqrt(Math.max(x, 0)), derivative: (y) => (y > 0 ? 0.5 / y : 0) },
  cases: unaryCases([0, -1, 1e4, 1e-4, 1, 1e30], positive),
  fill: positive,
});
