import { real } from "../../op/params.ts";
import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * `y = x` for x > 0, else `negativeSlope x`; the gradient at exactly 0 is `negativeSlope gradY`.
 *
 * x of any shape, y the same; negativeSlope >= 0, by default 0.2 as in Keras' function (Keras' layer has 0.3).
 * Throws a ShapeError for a negative slope. Source: Keras `activations.leaky_relu`.
 *
 * @example
 * const { y } = device.forward(leakyRelu, { x }, { negativeSlope: 0.2 });
 */
export const leakyRelu = unaryOp({
  name: "leakyRelu",
  summary: "Rectified linear unit with a slope for negative values.",
  formula: "y = x > 0 ? x : negativeSlope * x",
  params: { negativeSlope: real(0.2, 0) },
  saves: "y",
  y: "select(params.negativeSlope * x, x, x > vec4f())",
  derivative: "select(vec4f(params.negativeSlope), vec4f(1), y > vec4f())",
  reference,
  cases,
  draw: (random) => ({ negativeSlope: random() }),
});
