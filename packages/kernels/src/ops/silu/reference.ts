import type { Curve } from "../shared/unary.ts";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const reference: Curve = {
  y: (x) => x * sigmoid(x),
  derivative: (x) => sigmoid(x) + x * sigmoid(x) * sigmoid(-x),
};
