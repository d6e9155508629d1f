import { everyBroadcast, operands } from "../shared/broadcast-cases.ts";
import { broadcastOp } from "../shared/broadcast-op.ts";

/**
 * `y = a * b`, element by element; `gradA = gradY * b`, `gradB = gradY * a`, summed over repetitions.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. Source: NumPy `multiply`.
 *
 * @example
 * const { y } = device.forward(multiply, { a, b }, {});
 */
export const multiply = broadcastOp({
  name: "multiply",
  summary: "Product of two arrays, element by element.",
  formula: "y = a * b",
  inputs: operands,
  y: "a * b",
  gradients: { a: "gradY * b", b: "gradY * a" },
  saves: ["a", "b"],
  reference: { y: ({ a, b }) => a * b, derivatives: { a: ({ b }) => b, b: ({ a }) => a } },
  cases: everyBroadcast(),
});
