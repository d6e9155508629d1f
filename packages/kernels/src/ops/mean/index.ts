import { sumOp } from "../shared/sum-op.ts";
import { cases } from "./cases.ts";

/**
 * `y = sum(x) / n` over `axes`, by default all of them; every element of gradX is its gradY divided by n, the number of elements of x for each of y.
 *
 * x of any shape; y is x without those axes, or with extents of 1 in their place where `keepdims`. Negative axes count from
 * the end. The order of additions is fixed. Throws a ShapeError for an empty x, and for axes that it does not have.
 * Source: NumPy `mean`.
 *
 * @example
 * const { y } = device.forward(mean, { x }, { axes: [2, 3], keepdims: false }); // [8,16,32,32] -> [8,16]
 */
export const mean = sumOp({
  name: "mean",
  summary: "Mean over axes.",
  formula: "y = sum(x) / n",
  factor: (terms) => 1 / terms,
  cases,
});
