import { extremeOp } from "../shared/extreme-op.ts";

/**
 * `y = max(x)` over `axes`, by default all of them; elements that are equally largest share the gradient equally.
 *
 * x of any shape; y is x without those axes, or with extents of 1 in their place where `keepdims`. Negative axes count from
 * the end. Throws a ShapeError for an empty x, and for axes that it does not have. Source: NumPy `max`, with the gradient
 * of PyTorch's `amax` and TensorFlow's `reduce_max`.
 *
 * @example
 * const { y } = device.forward(max, { x }, { axes: [1], keepdims: true }); // [8,16,32,32] -> [8,1,32,32]
 */
export const max = extremeOp({ name: "max", summary: "Largest element over axes." });
