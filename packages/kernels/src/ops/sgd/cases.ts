import type { OpCase } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";

export const arrays = (shape: Shape): Record<string, Shape> => ({ param: shape, grad: shape, velocity: shape });

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: arrays([1]) },
  { name: "odd primes, momentum", inputs: arrays([3, 5, 7]), params: { momentum: 0.9 } },
  { name: "scalar", inputs: arrays([]), params: { learningRate: 1 } },
  {
    name: "several workgroups, nesterov",
    inputs: arrays([4099]),
    params: { learningRate: 0.1, momentum: 0.9, nesterov: true },
  },
  { name: "first step", inputs: arrays([5]), params: { momentum: 0.5 }, fill: { velocity: () => 0 } },
  { name: "tutorial, all weights", inputs: arrays([149_121]), params: { momentum: 0.9 }, tags: ["bench"] },
];
