import { extremeOp } from "../shared/extreme-op.ts";

/**
 * `y = min(x)` over `axes`, by default all of them; elements that are equally smallest share the gradient equally.
 *
 * x of any shape; y is x without those axes, or with extents of 1 in their place where `keepdims`. Negative axes count from
 * the end. Throws a ShapeError for an empty x, and for axes that it does not have. Source: NumPy `min`, with the gradient
 * of PyTorch's `amin` and TensorFlow's `reduce_min`.
 *
 * @example
 * const { y } = device.forward(min, { x }, { axes: [1], keepdims: true }); // [8,16,32,32] -> [8,1,32,32]
 */
export const min = extremeOp({ name: "min", summary: "Smallest element over axes." });
