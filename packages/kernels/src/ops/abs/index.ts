import { unaryCases, unaryOp } from "../shared/unary.ts";

/**
 * `y = |x|`; `gradX = gradY sign(x)`, 0 at exactly 0. x of any shape, y the same. Source: NumPy `abs`.
 *
 * @example
 * const { y } = device.forward(abs, { x }, {});
 */
export const abs = unaryOp({
  name: "abs",
  summary: "Absolute value.",
  formula: "y = |x|",
  params: {},
  saves: "x",
  y: "abs(x)",
  derivative: "sign(x)",
  reference: { y: Math.abs, derivative: Math.sign },
  cases: unaryCases([0, 1e4, -1e4, 1, -1]),
});
