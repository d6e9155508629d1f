import { comparisonOp } from "../shared/comparison-op.ts";

/**
 * 1 where an element of a is at least that of b, else 0, in float32; no gradient flows through it.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. Source: NumPy `greater_equal`.
 *
 * @example
 * const { y } = device.forward(greaterEqual, { a, b }, {});
 */
export const greaterEqual = comparisonOp({
  name: "greaterEqual",
  summary: "Where one array is at least another, as 1 and 0.",
  operator: ">=",
  holds: (a, b) => a >= b,
});
