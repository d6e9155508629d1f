import { comparisonOp } from "../shared/comparison-op.ts";

/**
 * 1 where an element of a is at most that of b, else 0, in float32; no gradient flows through it.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. Source: NumPy `less_equal`.
 *
 * @example
 * const { y } = device.forward(lessEqual, { a, b }, {});
 */
export const lessEqual = comparisonOp({
  name: "lessEqual",
  summary: "Where one array is at most another, as 1 and 0.",
  operator: "<=",
  holds: (a, b) => a <= b,
});
