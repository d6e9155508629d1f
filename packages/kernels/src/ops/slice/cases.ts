import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "one element of two", inputs: { x: [2] }, params: { starts: [1] } },
  { name: "scalar", inputs: { x: [] } },
  { name: "odd primes, as they are", inputs: { x: [3, 5, 7] } },
  { name: "samples", inputs: { x: [5, 3, 7] }, params: { starts: [1], ends: [4] } },
  { name: "channels", inputs: { x: [2, 5, 3, 7] }, params: { starts: [1], ends: [-1], axes: [1] } },
  {
    name: "the middle of images, every second row",
    inputs: { x: [2, 3, 11, 7] },
    params: { starts: [1, 2], ends: [10, -1], axes: [-2, -1], steps: [2, 1] },
  },
  { name: "backwards", inputs: { x: [3, 7] }, params: { axes: [1], steps: [-1] } },
  {
    name: "backwards by steps",
    inputs: { x: [11, 13] },
    params: { starts: [9, 100], ends: [0, -100], steps: [-3, -4] },
  },
  {
    name: "the middle of two images",
    inputs: { x: [2, 16, 64, 64] },
    params: { starts: [8, 8], ends: [56, 56], axes: [2, 3] },
    tags: ["bench"],
  },
  {
    name: "more workgroups than one dimension holds",
    inputs: { x: [4_200_007] },
    params: { starts: [3] },
    tags: ["large"],
  },
];

/** Up to 4 axes; of some an interval of at least one element, in steps of either sign. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const below = (n: number): number => Math.floor(random() * n);
  const x = Array.from({ length: 1 + below(4) }, () => 1 + below(9));
  const axes = x.flatMap((_, axis) => (random() < 0.6 ? [axis] : []));
  const pairs = axes.map((axis) => {
    const [extent, step] = [x[axis]!, (1 + below(3)) * (random() < 0.3 ? -1 : 1)];
    const start = below(extent);
    return step > 0
      ? { start, end: start + 1 + below(extent), step }
      : { start: start - extent, end: random() < 0.5 ? -extent - 1 : start - 1 - extent, step };
  });
  return {
    inputs: { x },
    params: {
      axes,
      starts: pairs.map(({ start }) => start),
      ends: pairs.map(({ end }) => end),
      steps: pairs.map(({ step }) => step),
    },
  };
}
