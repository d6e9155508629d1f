import type { OpCase } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";

/** A mean of squares is never below the square of the mean, which is below 1 here. */
export const fill = { meanSquare: (_: number, random: () => number): number => 1 + random() };
export const arrays = (shape: Shape): Record<string, Shape> => ({
  param: shape,
  grad: shape,
  meanSquare: shape,
  meanGrad: shape,
  velocity: shape,
});
const nothing = { meanSquare: () => 0, meanGrad: () => 0, velocity: () => 0 };

export const cases: readonly OpCase[] = [
  { name: "one element, first step", inputs: arrays([1]), fill: nothing },
  { name: "first step, centered", inputs: arrays([5]), params: { centered: true }, fill: nothing },
  { name: "odd primes, momentum", inputs: arrays([3, 5, 7]), params: { momentum: 0.9, learningRate: 0.1 }, fill },
  { name: "scalar", inputs: arrays([]), fill },
  {
    name: "several workgroups, centered",
    inputs: arrays([4099]),
    params: { centered: true, momentum: 0.5, rho: 0.8, learningRate: 1 },
    fill,
  },
  { name: "no gradient ever", inputs: arrays([5]), fill: { ...nothing, grad: () => 0 } },
  { name: "tutorial, all weights", inputs: arrays([149_121]), fill, tags: ["bench"] },
];
