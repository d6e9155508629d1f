import { expMinusOne } from "../shared/exp-minus-one.ts";
import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { ALPHA, SCALE, reference } from "./reference.ts";

/**
 * Scaled exponential linear unit: `y = scale x` for x > 0, else `scale alpha (exp(x) - 1)`, with scale 1.0507 and alpha
 * 1.6733, which keep mean 0 and variance 1 from layer to layer.
 *
 * `gradX = gradY scale` for x > 0, else `gradY (y + scale alpha)`; at 0 that is `scale alpha`. x of any shape, y the same.
 * Source: Klambauer et al. (2017), as in Keras `activations.selu`.
 *
 * @example
 * const { y } = device.forward(selu, { x }, {});
 */
export const selu = unaryOp({
  name: "selu",
  summary: "Scaled exponential linear unit.",
  formula: "y = 1.0507 * (x > 0 ? x : 1.6733 * (exp(x) - 1))",
  params: {},
  saves: "y",
  declarations: expMinusOne,
  y: `${SCALE} * select(${ALPHA} * expMinusOne(min(x, vec4f())), x, x > vec4f())`,
  derivative: `select(y + ${SCALE * ALPHA}, vec4f(${SCALE}), y > vec4f())`,
  reference,
  cases,
});
