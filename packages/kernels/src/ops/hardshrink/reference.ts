import type { Curve } from "../shared/unary.ts";

export const reference: Curve<{ readonly threshold: number }> = {
  y: (x, { threshold }) => (Math.abs(x) > threshold ? x : 0),
  derivative: (y) => (y === 0 ? 0 : 1),
};
