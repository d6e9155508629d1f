import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * Gaussian error linear unit in the form with tanh, Keras' `approximate=True`: `y = x / 2 (1 + tanh(u))` with
 * `u = sqrt(2 / pi) (x + 0.044715 x^3)`.
 *
 * It differs by at most 5e-4 from `x / 2 (1 + erf(x / sqrt(2)))`, Keras' default, which needs an erf that WGSL lacks.
 * With s = 1 / (1 + exp(-2u)), `y = x s` and `gradX = gradY (s + x s (1 - s) 2u')`; beyond |x| = 10 s is 0 or 1 in float32.
 * x of any shape, y the same. Source: Hendrycks and Gimpel (2016), as in Keras `activations.gelu`.
 *
 * @example
 * const { y } = device.forward(gelu, { x }, {});
 */
export const gelu = unaryOp({
  name: "gelu",
  summary: "Gaussian error linear unit, its approximation with tanh.",
  formula: "y = x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))",
  params: {},
  saves: "x",
  declarations: /* wgsl */ `
const DOUBLED = 1.5957691216057308; // 2 sqrt(2 / pi)
fn doubledArgument(x: vec4f) -> vec4f { return DOUBLED * x * (1.0 + 0.044715 * x * x); }
fn gated(x: vec4f) -> vec4f {
  let u = doubledArgument(clamp(x, vec4f(-10), vec4f(10)));
  let e = exp(-abs(u));
  return max(x, vec4f(-10)) * select(e, vec4f(1), u >= vec4f()) / (1.0 + e);
}
fn slopeOfGated(x: vec4f) -> vec4f {
  let near = clamp(x, vec4f(-10), vec4f(10));
  let u = doubledArgument(near);
  let e = exp(-abs(u));
  let inverse = 1.0 / (1.0 + e);
  return select(e, vec4f(1), u >= vec4f()) * inverse
    + e * inverse * inverse * near * DOUBLED * (1.0 + 0.134145 * near * near);
}`,
  y: "gated(x)",
  derivative: "slopeOfGated(x)",
  reference,
  cases,
});
