import type { OpCase } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";

type Draw = (index: number, random: () => number) => number;
/** A variance is never negative. */
export const fill: Readonly<Record<string, Draw>> = { movingVariance: (_, random) => 0.2 + random() };

export function arrays(x: Shape, channels: number): Record<string, Shape> {
  return { x, gamma: [channels], beta: [channels], movingMean: [channels], movingVariance: [channels] };
}

const offCentre: Draw = (_, random) => 50 + random();

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: arrays([1, 1], 1), fill },
  { name: "odd primes, last axis", inputs: arrays([3, 5, 7], 7), fill },
  {
    name: "odd primes, channel axis",
    inputs: arrays([3, 5, 7, 11], 5),
    params: { axis: 1, varianceCorrection: "bessel" },
    fill,
  },
  { name: "odd primes, first axis", inputs: arrays([3, 5, 7], 3), params: { axis: 0 }, fill },
  { name: "vectors along a channel", inputs: arrays([3, 5, 4, 7], 5), params: { axis: 1, momentum: 0.9 }, fill },
  { name: "vectors across channels", inputs: arrays([13, 3, 8], 8), params: { axis: -1, momentum: 0.5 }, fill },
  { name: "one value a channel", inputs: arrays([1, 12], 12), params: { varianceCorrection: "bessel" }, fill },
  { name: "equal values", inputs: arrays([6, 4], 4), fill: { ...fill, x: () => 3 } },
  { name: "far from zero", inputs: arrays([101, 3], 3), fill: { ...fill, x: offCentre } },
  { name: "many splits, the last ones short", inputs: arrays([67, 3, 23, 29], 3), params: { axis: 1 }, fill },
  { name: "many splits along", inputs: arrays([37, 3, 16, 16], 3), params: { axis: -3 }, fill },
  { name: "many splits across", inputs: arrays([4001, 8], 8), fill },
  { name: "inference", inputs: arrays([3, 5, 7], 7), params: { training: false }, fill },
  { name: "inference, channel axis", inputs: arrays([3, 6, 4, 5], 6), params: { training: false, axis: 1 }, fill },
  { name: "inference, across", inputs: arrays([31, 12], 12), params: { training: false }, fill },
  { name: "more workgroups than one dimension holds", inputs: arrays([3, 65_537], 65_537), fill, tags: ["large"] },
  { name: "tutorial, width axis, one image", inputs: arrays([1, 64, 32, 32], 32), fill },
  { name: "tutorial, width axis", inputs: arrays([64, 64, 32, 32], 32), fill, tags: ["bench", "large"] },
  {
    name: "tutorial, channel axis",
    inputs: arrays([64, 64, 32, 32], 64),
    params: { axis: 1 },
    fill,
    tags: ["bench", "large"],
  },
];
