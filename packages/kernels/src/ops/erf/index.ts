import { unaryCases, unaryOp } from "../shared/unary.ts";
import { normalDistribution } from "../shared/normal-distribution.ts";
import { distribution } from "../shared/normal-reference.ts";

/**
 * The error function, `y = 2 / sqrt(pi) * integral of exp(-t^2) from 0 to x`; `gradX = 2 gradY exp(-x^2) / sqrt(pi)`.
 *
 * x of any shape, y the same in [-1, 1]. Up to |x| = 1/2 it is the Taylor series, whose eighth term is below 2^-29, beyond
 * that 2 P(sqrt(2) x) - 1 with the normal distribution P. Source: ONNX `Erf`.
 *
 * @example
 * const { y } = device.forward(erf, { x }, {});
 */
export const erf = unaryOp({
  name: "erf",
  summary: "Error function.",
  formula: "y = 2 / sqrt(pi) * integral of exp(-t^2) from 0 to x",
  params: {},
  saves: "x",
  declarations: /* wgsl */ `${normalDistribution}
fn series(x: vec4f) -> vec4f {
  let q = x * x;
  var sum = vec4f(1.0 / 9360.0);
  sum = sum * q - 1.0 / 1320.0;
  sum = sum * q + 1.0 / 216.0;
  sum = sum * q - 1.0 / 42.0;
  sum = sum * q + 1.0 / 10.0;
  sum = sum * q - 1.0 / 3.0;
  sum = sum * q + 1.0;
  return 1.1283791670955126 * x * sum;
}
fn beyond(x: vec4f) -> vec4f {
  let tail = 2.0 * distribution(-1.4142135623730951 * min(abs(x), vec4f(10)));
  return sign(x) * (1.0 - tail);
}`,
  y: "select(beyond(x), series(x), abs(x) <= vec4f(0.5))",
  derivative: "1.1283791670955126 * exp(-min(x * x, vec4f(100)))",
  reference: {
    y: (x) => 2 * distribution(Math.SQRT2 * x) - 1,
    derivative: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  },
  cases: unaryCases([0, 1e4, -1e4, 0.5, -0.5, 3, -3]),
});
