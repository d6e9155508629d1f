import { comparisonOp } from "../shared/comparison-op.ts";

/**
 * 1 where an element of a equals that of b, else 0, in float32; no gradient flows through it.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. Source: NumPy `equal`.
 *
 * @example
 * const { y } = device.forward(equal, { a, b }, {});
 */
export const equal = comparisonOp({
  name: "equal",
  summary: "Where two arrays are equal, as 1 and 0.",
  operator: "==",
  holds: (a, b) => a === b,
});
