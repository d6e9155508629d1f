import { expMinusOne } from "../shared/exp-minus-one.ts";
import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * `y = tanh(x)` in [-1, 1], to the last digits near 0 and without overflow for any finite x; `gradX = gradY (1 - y^2)`.
 *
 * x of any shape, y the same. Computed from exp(-2|x|) - 1, since WGSL's own tanh may be off by 1e-5.
 * Source: Keras `activations.tanh`.
 *
 * @example
 * const { y } = device.forward(tanh, { x }, {});
 */
export const tanh = unaryOp({
  name: "tanh",
  summary: "Hyperbolic tangent.",
  formula: "y = tanh(x)",
  params: {},
  saves: "y",
  declarations: `${expMinusOne}
fn tangent(x: vec4f) -> vec4f {
  let t = expMinusOne(-2.0 * abs(x));
  return sign(x) * -t / (2.0 + t);
}`,
  y: "tangent(x)",
  derivative: "(1.0 - y) * (1.0 + y)",
  reference,
  cases,
});
