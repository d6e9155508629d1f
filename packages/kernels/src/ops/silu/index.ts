import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * `y = x s` with `s = 1 / (1 + exp(-x))`, without overflow for any finite x; also called swish.
 *
 * `gradX = gradY (s + x s (1 - s))`. x of any shape, y the same. Source: Keras `activations.silu`.
 *
 * @example
 * const { y } = device.forward(silu, { x }, {});
 */
export const silu = unaryOp({
  name: "silu",
  summary: "Sigmoid linear unit, or swish.",
  formula: "y = x / (1 + exp(-x))",
  params: {},
  saves: "x",
  declarations: /* wgsl */ `
fn gated(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  return x * (select(e, vec4f(1), x >= vec4f()) / (1.0 + e));
}
fn slopeOfGated(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  let inverse = 1.0 / (1.0 + e);
  return select(e, vec4f(1), x >= vec4f()) * inverse + x * (e * inverse * inverse);
}`,
  y: "gated(x)",
  derivative: "slopeOfGated(x)",
  reference,
  cases,
});
