import { comparisonOp } from "../shared/comparison-op.ts";

/**
 * 1 where an element of a is less than that of b, else 0, in float32; no gradient flows through it.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. Source: NumPy `less`.
 *
 * @example
 * const { y } = device.forward(less, { a, b }, {});
 */
export const less = comparisonOp({
  name: "less",
  summary: "Where one array is less than another, as 1 and 0.",
  operator: "<",
  holds: (a, b) => a < b,
});
