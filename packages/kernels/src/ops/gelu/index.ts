import { normalDistribution } from "../shared/normal-distribution.ts";
import { unaryOp } from "../shared/unary.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";

/**
 * Gaussian error linear unit: `y = x P(x)` with the normal distribution `P(x) = (1 + erf(x / sqrt(2))) / 2`.
 *
 * `gradX = gradY (P(x) + x exp(-x^2 / 2) / sqrt(2 pi))`. x of any shape, y the same. Beyond |x| = 20 P is 0 or 1 in
 * float32.
 * Source: Hendrycks and Gimpel (2016), as in Keras `activations.gelu`, whose form with tanh differs by up to 5e-4.
 *
 * @example
 * const { y } = device.forward(gelu, { x }, {});
 */
export const gelu = unaryOp({
  name: "gelu",
  summary: "Gaussian error linear unit.",
  formula: "y = x / 2 * (1 + erf(x / sqrt(2)))",
  params: {},
  saves: "x",
  declarations: /* wgsl */ `
${normalDistribution}
fn near(x: vec4f) -> vec4f { return clamp(x, vec4f(-20), vec4f(20)); }
fn slopeNear(x: vec4f) -> vec4f { return distribution(x) + x * (0.3989422804014327 * exp(-0.5 * x * x)); }`,
  y: "x * distribution(near(x))",
  derivative: "slopeNear(near(x))",
  reference,
  cases,
});
