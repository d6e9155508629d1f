import { real } from "../../op/params.ts";
import { expMinusOne } from "../shared/exp-minus-one.ts";
import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * Exponential linear unit: `y = x` for x > 0, else `alpha (exp(x) - 1)` in [-alpha, 0].
 *
 * `gradX = gradY` for x > 0, else `gradY (y + alpha)`; at 0 that is `alpha`. x of any shape, y the same; alpha >= 0.
 * Throws a ShapeError for a negative alpha. Source: Clevert et al. (2016), as in Keras `activations.elu`.
 *
 * @example
 * const { y } = device.forward(elu, { x }, { alpha: 1 });
 */
export const elu = unaryOp({
  name: "elu",
  summary: "Exponential linear unit.",
  formula: "y = x > 0 ? x : alpha * (exp(x) - 1)",
  params: { alpha: real(1, 0) },
  saves: "y",
  declarations: expMinusOne,
  y: "select(params.alpha * expMinusOne(min(x, vec4f())), x, x > vec4f())",
  derivative: "select(y + params.alpha, vec4f(1), y > vec4f())",
  reference,
  cases,
  draw: (random) => ({ alpha: random() * 2 }),
});
