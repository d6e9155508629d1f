import type { Curve } from "../shared/unary.ts";

export const reference: Curve = {
  y: (x) => x / (1 + Math.abs(x)),
  derivative: (x) => 1 / (1 + Math.abs(x)) ** 2,
};
