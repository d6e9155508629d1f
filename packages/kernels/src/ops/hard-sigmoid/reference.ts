import type { Curve } from "../shared/unary.ts";

export const reference: Curve = {
  y: (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
  derivative: (x) => (Math.abs(x) < 3 ? 1 / 6 : 0),
};
