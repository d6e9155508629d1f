import { unaryCases, unaryOp, positive } from "../shared/unary.ts";

/** The smallest normal float32. */
const SMALLEST = 2 ** -126;

/**
 * `y = log(x)`, at least log(2^-126): WGSL may assume that there is no infinity, so smaller x, 0 and negative ones give -87.34
 * and a gradient of 0. `gradX = gradY / x` above that.
 *
 * x of any shape, y the same. Source: NumPy `log`.
 *
 * @example
 * const { y } = device.forward(log, { x }, {});
 */
export const log = unaryOp({
  name: "log",
  summary: "Natural logarithm, at least -87.34.",
  formula: "y = log(max(x, 2^-126))",
  params: {},
  saves: "x",
  y: `log(max(x, vec4f(${SMALLEST})))`,
  derivative: `select(vec4f(), 1.0 / max(x, vec4f(${SMALLEST})), x > vec4f(${SMALLEST}))`,
  reference: { y: (x) => Math.log(Math.max(x, SMALLEST)), derivative: (x) => (x > SMALLEST ? 1 / x : 0) },
  cases: unaryCases([0, -1, 1e4, 1e-2, 1, 1e30], positive),
  fill: positive,
});
