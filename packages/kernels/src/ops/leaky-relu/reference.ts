import type { Curve } from "../shared/unary.ts";

export const reference: Curve<{ readonly negativeSlope: number }> = {
  y: (x, { negativeSlope }) => (x > 0 ? x : negativeSlope * x),
  derivative: (y, { negativeSlope }) => (y > 0 ? 1 : negativeSlope),
};
