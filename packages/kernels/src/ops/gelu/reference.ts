import { density, distribution } from "../shared/normal-reference.ts";
import type { Curve } from "../shared/unary.ts";

export const reference: Curve = {
  y: (x) => x * distribution(x),
  derivative: (x) => distribution(x) + x * density(x),
};
