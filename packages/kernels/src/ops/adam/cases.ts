import type { OpCase } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";

/** The second moment is a mean of squares, so never negative. */
export const fill = { v: (_: number, random: () => number): number => random() };
export const arrays = (shape: Shape): Record<string, Shape> => ({ param: shape, grad: shape, m: shape, v: shape });

export const cases: readonly OpCase[] = [
  { name: "one element, first step", inputs: arrays([1]), fill: { m: () => 0, v: () => 0 } },
  { name: "odd primes, later step", inputs: arrays([3, 5, 7]), params: { step: 1000, beta1: 0.92 }, fill },
  { name: "scalar", inputs: arrays([]), fill },
  { name: "several workgroups", inputs: arrays([4099]), params: { step: 3, learningRate: 0.01 }, fill },
  {
    name: "weights that decay",
    inputs: arrays([37]),
    params: { step: 3, learningRate: 0.5, weightDecay: 0.3 },
    fill,
  },
  { name: "no gradient ever", inputs: arrays([5]), fill: { grad: () => 0, m: () => 0, v: () => 0 } },
  {
    name: "tutorial, all weights",
    inputs: arrays([149_121]),
    params: { beta1: 0.92, step: 100 },
    fill,
    tags: ["bench"],
  },
];
