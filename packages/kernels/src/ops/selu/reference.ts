import type { Curve } from "../shared/unary.ts";

export const ALPHA = 1.6732632423543772;
export const SCALE = 1.0507009873554805;

export const reference: Curve = {
  y: (x) => SCALE * (x > 0 ? x : ALPHA * Math.expm1(x)),
  derivative: (y) => (y > 0 ? SCALE : y + SCALE * ALPHA),
};
