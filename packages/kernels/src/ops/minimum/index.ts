import { binaryCases, operands } from "../shared/broadcast-cases.ts";
import { broadcastOp } from "../shared/broadcast-op.ts";

/** 1 where a number wins, half where both are equal. */
const share = (one: number, other: number): number => (one < other ? 1 : one === other ? 0.5 : 0);

/**
 * `y = min(a, b)`, element by element; the smaller of two has the gradient, and equal ones share it.
 *
 * a and b are broadcast by NumPy's rule, gradients are summed over repetitions; throws a ShapeError where they cannot be.
 * Source: NumPy `minimum`, with the gradient of PyTorch.
 *
 * @example
 * const { y } = device.forward(minimum, { a, b }, {});
 */
export const minimum = broadcastOp({
  name: "minimum",
  summary: "The smaller of two numbers, element by element.",
  formula: "y = min(a, b)",
  inputs: operands,
  declarations: "fn share(a: T, b: T) -> T { return select(T(), T(0.5), a <= b) + select(T(), T(0.5), a < b); }",
  y: "min(a, b)",
  gradients: { a: "gradY * share(a, b)", b: "gradY * share(b, a)" },
  saves: ["a", "b"],
  reference: {
    y: ({ a, b }) => Math.min(a, b),
    derivatives: { a: ({ a, b }) => share(a, b), b: ({ a, b }) => share(b, a) },
  },
  cases: binaryCases(),
});
