import { binaryCases, operands } from "../shared/broadcast-cases.ts";
import { broadcastOp } from "../shared/broadcast-op.ts";
import { derivatives, power as power64 } from "./reference.ts";

const positive = { a: (_: number, random: () => number) => 0.25 + 2 * random() };

/**
 * `y = a^b`, element by element; `gradA = gradY b a^(b-1)`, and `gradB = gradY a^b log(a)`, which is 0 where a is not positive.
 *
 * a may be negative where b is an integer; to any other b a negative number has no power, and y and its gradients are 0.
 * a must not be 0 where b is negative. a and b are broadcast by NumPy's rule, gradients are summed over repetitions; throws a
 * ShapeError where they cannot be. Source: NumPy `power`.
 *
 * @example
 * const { y } = device.forward(power, { a, b }, {});
 */
export const power = broadcastOp({
  name: "power",
  summary: "One array to the power of another, element by element.",
  formula: "y = a^b",
  inputs: operands,
  declarations: `
// WGSL's own pow knows no negative base.
fn raised(a: T, b: T) -> T {
  let odd = abs(b) - 2.0 * floor(abs(b) / 2.0);
  let size = select(pow(max(abs(a), T(1e-37)), b), select(T(), T(1), b == T()), a == T());
  let ofNegative = select(select(T(), size, odd == T()), -size, odd == T(1));
  return select(size, ofNegative, a < T());
}
fn logarithm(a: T) -> T { return select(T(), log(max(a, T(1e-37))), a > T()); }`,
  y: "raised(a, b)",
  gradients: { a: "gradY * b * raised(a, b - 1.0)", b: "gradY * raised(a, b) * logarithm(a)" },
  saves: ["a", "b"],
  reference: { y: power64, derivatives },
  cases: [
    ...binaryCases(positive),
    {
      name: "negative numbers to integers",
      inputs: { a: [11, 1], b: [7] },
      fill: { a: (i) => (i % 2 === 0 ? -1 : 1) * (0.5 + i / 8), b: (i) => i - 3 },
    },
    { name: "0 to the power of 0, 1, 2 and 3", inputs: { a: [1], b: [4] }, fill: { a: () => 0, b: (i) => i } },
  ],
  fill: positive,
});
