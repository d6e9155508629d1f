import type { Curve } from "../shared/unary.ts";

export const reference: Curve = {
  y: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  derivative: (x) => 1 / (1 + Math.exp(-x)),
};
