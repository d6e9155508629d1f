import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * `y = x / (1 + |x|)` in (-1, 1); `gradX = gradY / (1 + |x|)^2`.
 *
 * x of any shape, y the same. Source: Keras `activations.softsign`.
 *
 * @example
 * const { y } = device.forward(softsign, { x }, {});
 */
export const softsign = unaryOp({
  name: "softsign",
  summary: "Rational curve from -1 to 1.",
  formula: "y = x / (1 + |x|)",
  params: {},
  saves: "x",
  declarations: /* wgsl */ `
fn squareOfInverse(x: vec4f) -> vec4f {
  let inverse = 1.0 / (1.0 + abs(x));
  return inverse * inverse;
}`,
  y: "x / (1.0 + abs(x))",
  derivative: "squareOfInverse(x)",
  reference,
  cases,
});
