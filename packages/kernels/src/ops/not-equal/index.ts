import { comparisonOp } from "../shared/comparison-op.ts";

/**
 * 1 where an element of a differs from that of b, else 0, in float32; no gradient flows through it.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. Source: NumPy `not_equal`.
 *
 * @example
 * const { y } = device.forward(notEqual, { a, b }, {});
 */
export const notEqual = comparisonOp({
  name: "notEqual",
  summary: "Where two arrays differ, as 1 and 0.",
  operator: "!=",
  holds: (a, b) => a !== b,
});
