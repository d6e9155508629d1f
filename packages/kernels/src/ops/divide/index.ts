import { binaryCases, operands } from "../shared/broadcast-cases.ts";
import { broadcastOp } from "../shared/broadcast-op.ts";

/** Away from 0 on both sides. */
const divisor = { b: (_: number, random: () => number) => (random() < 0.5 ? -1 : 1) * (0.5 + random()) };

/**
 * `y = a / b`, element by element; `gradA = gradY / b`, `gradB = -gradY a / b^2`, summed over repetitions.
 *
 * a and b are broadcast by NumPy's rule; throws a ShapeError where they cannot be. No element of b may be 0: WGSL may
 * assume that there is no infinity. Source: NumPy `divide`.
 *
 * @example
 * const { y } = device.forward(divide, { a, b }, {});
 */
export const divide = broadcastOp({
  name: "divide",
  summary: "Quotient of two arrays, element by element.",
  formula: "y = a / b",
  inputs: operands,
  y: "a / b",
  gradients: { a: "gradY / b", b: "-gradY * (a / b) / b" },
  saves: ["a", "b"],
  reference: { y: ({ a, b }) => a / b, derivatives: { a: ({ b }) => 1 / b, b: ({ a, b }) => -a / (b * b) } },
  cases: binaryCases(divisor),
  fill: divisor,
});
