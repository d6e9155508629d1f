import { binaryCases, operands } from "../shared/broadcast-cases.ts";
import { broadcastOp } from "../shared/broadcast-op.ts";

/**
 * `y = a - b`, element by element; `gradA = gradY`, `gradB = -gradY`, summed over repetitions.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. Source: NumPy `subtract`.
 *
 * @example
 * const { y } = device.forward(subtract, { a, b }, {});
 */
export const subtract = broadcastOp({
  name: "subtract",
  summary: "Difference of two arrays, element by element.",
  formula: "y = a - b",
  inputs: operands,
  y: "a - b",
  gradients: { a: "gradY", b: "-gradY" },
  reference: { y: ({ a, b }) => a - b, derivatives: { a: () => 1, b: () => -1 } },
  cases: binaryCases(),
});
