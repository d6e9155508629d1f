import type { Curve } from "../shared/unary.ts";

const ROOT = Math.sqrt(2 / Math.PI);
const argument = (x: number): number => ROOT * (x + 0.044715 * x ** 3);

export const reference: Curve = {
  y: (x) => (x / 2) * (1 + Math.tanh(argument(x))),
  derivative: (x) => {
    const tanh = Math.tanh(argument(x));
    return (1 + tanh) / 2 + (x / 2) * (1 - tanh * tanh) * ROOT * (1 + 3 * 0.044715 * x ** 2);
  },
};
