import { real } from "../../op/params.ts";
import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * `y = x` where |x| > threshold, else 0; `gradX = gradY` where y is not 0, else 0, also at exactly the threshold.
 *
 * x of any shape, y the same; threshold >= 0. Throws a ShapeError for a negative threshold.
 * Source: Keras `activations.hard_shrink`, which is TensorFlow Addons' `hardshrink` with lower = -upper.
 *
 * @example
 * const { y } = device.forward(hardshrink, { x }, { threshold: 0.5 });
 */
export const hardshrink = unaryOp({
  name: "hardshrink",
  summary: "Sets small values to zero.",
  formula: "y = |x| > threshold ? x : 0",
  params: { threshold: real(0.5, 0) },
  saves: "y",
  y: "select(vec4f(), x, abs(x) > vec4f(params.threshold))",
  derivative: "select(vec4f(), vec4f(1), y != vec4f())",
  reference,
  cases,
  draw: (random) => ({ threshold: random() * 3 }),
});
