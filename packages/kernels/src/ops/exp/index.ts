import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { LARGEST, reference } from "./reference.ts";

/**
 * `y = exp(x)`, at most 1e38: WGSL may assume that there is no infinity, so x above 87.5 gives 1e38 and a gradient of 0.
 *
 * `gradX = gradY y` below that. x of any shape, y the same. Source: NumPy `exp`, Keras `activations.exponential`.
 *
 * @example
 * const { y } = device.forward(exp, { x }, {});
 */
export const exp = unaryOp({
  name: "exp",
  summary: "Exponential function, at most 1e38.",
  formula: "y = min(exp(x), 1e38)",
  params: {},
  saves: "x",
  declarations: `fn bounded(x: vec4f) -> vec4f { return min(exp(min(x, vec4f(88))), vec4f(${LARGEST})); }`,
  y: "bounded(x)",
  derivative: `select(vec4f(), bounded(x), bounded(x) < vec4f(${LARGEST}))`,
  reference,
  cases,
});
