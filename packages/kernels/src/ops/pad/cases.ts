import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1] }, params: { pads: [1, 0] } },
  { name: "scalar", inputs: { x: [] } },
  { name: "odd primes, as they are", inputs: { x: [3, 5, 7] } },
  { name: "odd primes, all around", inputs: { x: [3, 5, 7] }, params: { pads: [1, 2, 3, 4, 0, 5], value: -1.5 } },
  { name: "images", inputs: { x: [2, 3, 5, 7] }, params: { pads: [1, 2, 3, 0], axes: [2, -1] } },
  { name: "channels, in front", inputs: { x: [2, 3, 5, 7] }, params: { pads: [2, 0], axes: [1], value: 0.5 } },
  {
    name: "two images",
    inputs: { x: [2, 16, 60, 60] },
    params: { pads: [2, 2, 2, 2], axes: [2, 3] },
    tags: ["bench"],
  },
  {
    name: "more workgroups than one dimension holds",
    inputs: { x: [4_200_007] },
    params: { pads: [3, 4] },
    tags: ["large"],
  },
];

/** Up to 4 axes, some of them padded. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const below = (n: number): number => Math.floor(random() * n);
  const x = Array.from({ length: 1 + below(4) }, () => 1 + below(7));
  const axes = x.flatMap((_, axis) => (random() < 0.6 ? [axis] : []));
  const pads = Array.from({ length: 2 * axes.length }, () => below(4));
  return { inputs: { x }, params: { axes, pads, value: random() } };
}
