import { logOnePlus } from "../shared/log-one-plus.ts";
import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * `y = log(1 + exp(x))`, computed as `max(x, 0) + log(1 + exp(-|x|))`, which neither overflows nor loses small values.
 *
 * `gradX = gradY / (1 + exp(-x))`. x of any shape, y the same, y >= 0. Source: Keras `activations.softplus`.
 *
 * @example
 * const { y } = device.forward(softplus, { x }, {});
 */
export const softplus = unaryOp({
  name: "softplus",
  summary: "Smooth form of relu.",
  formula: "y = log(1 + exp(x))",
  params: {},
  saves: "x",
  declarations: `${logOnePlus("vec4f")}
fn sigmoid(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  return select(e, vec4f(1), x >= vec4f()) / (1.0 + e);
}`,
  y: "max(x, vec4f()) + logOnePlus(exp(-abs(x)))",
  derivative: "sigmoid(x)",
  reference,
  cases,
});
