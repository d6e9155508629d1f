import { broadcastOp } from "../shared/broadcast-op.ts";
import { unaryCases } from "../shared/unary.ts";

/**
 * `y = -x`; `gradX = -gradY`. x of any shape, y the same. Source: NumPy `negative`.
 *
 * @example
 * const { y } = device.forward(negative, { x }, {});
 */
export const negative = broadcastOp({
  name: "negative",
  summary: "Numbers with the other sign.",
  formula: "y = -x",
  inputs: { x: { describe: "any shape" } },
  y: "-x",
  gradients: { x: "-gradY" },
  reference: { y: ({ x }) => -x, derivatives: { x: () => -1 } },
  cases: unaryCases([0, 1e4, -1e4]),
});
