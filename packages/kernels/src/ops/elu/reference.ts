import type { Curve } from "../shared/unary.ts";

export const reference: Curve<{ readonly alpha: number }> = {
  y: (x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x)),
  derivative: (y, { alpha }) => (y > 0 ? 1 : y + alpha),
};
