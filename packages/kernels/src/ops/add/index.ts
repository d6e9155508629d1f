import { everyBroadcast, operands } from "../shared/broadcast-cases.ts";
import { broadcastOp } from "../shared/broadcast-op.ts";

/**
 * `y = a + b`, element by element; each gradient is gradY, summed over repetitions.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. Source: NumPy `add`.
 *
 * @example
 * const { y } = device.forward(add, { a, b }, {}); // [8,16,32,32] and [16,1,1] -> [8,16,32,32]
 */
export const add = broadcastOp({
  name: "add",
  summary: "Sum of two arrays, element by element.",
  formula: "y = a + b",
  inputs: operands,
  y: "a + b",
  gradients: { a: "gradY", b: "gradY" },
  reference: { y: ({ a, b }) => a + b, derivatives: { a: () => 1, b: () => 1 } },
  cases: everyBroadcast(),
});
