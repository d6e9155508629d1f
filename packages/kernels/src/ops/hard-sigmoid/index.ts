import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * `y = min(max(x + 3, 0), 6) / 6` in [0, 1]; `gradX = gradY / 6` for x in (-3, 3), else 0, also at exactly -3 and 3.
 *
 * x of any shape, y the same. Source: Keras 3 `activations.hard_sigmoid`; Keras 2 had 0.2 x + 0.5.
 *
 * @example
 * const { y } = device.forward(hardSigmoid, { x }, {});
 */
export const hardSigmoid = unaryOp({
  name: "hardSigmoid",
  summary: "Sigmoid of three straight lines.",
  formula: "y = min(max(x + 3, 0), 6) / 6",
  params: {},
  saves: "x",
  y: "clamp(x * (1.0 / 6.0) + 0.5, vec4f(), vec4f(1))",
  derivative: "select(vec4f(), vec4f(1.0 / 6.0), abs(x) < vec4f(3))",
  reference,
  cases,
});
