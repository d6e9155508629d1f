import { comparisonOp } from "../shared/comparison-op.ts";

/**
 * 1 where an element of a is greater than that of b, else 0, in float32; no gradient flows through it.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. Source: NumPy `greater`.
 *
 * @example
 * const { y } = device.forward(greater, { a, b }, {});
 */
export const greater = comparisonOp({
  name: "greater",
  summary: "Where one array is greater than another, as 1 and 0.",
  operator: ">",
  holds: (a, b) => a > b,
});
