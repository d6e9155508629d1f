import type { OpCase } from "../../op/define-op.ts";

const below = (n: number) => ({ indices: (_: number, random: () => number) => Math.floor(random() * n) });

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1], indices: [1] }, fill: below(1) },
  { name: "one entry", inputs: { x: [5, 3], indices: [] }, fill: below(5) },
  { name: "odd primes, rows", inputs: { x: [7, 5, 3], indices: [11] }, fill: below(7) },
  { name: "channels of each sample", inputs: { x: [3, 5, 7], indices: [2] }, params: { axis: 1 }, fill: below(5) },
  { name: "the last axis", inputs: { x: [3, 5, 7], indices: [2, 3] }, params: { axis: -1 }, fill: below(7) },
  { name: "one entry many times", inputs: { x: [3, 2], indices: [67] }, fill: below(1) },
  {
    name: "beyond the end",
    inputs: { x: [3, 2], indices: [4] },
    fill: { indices: (i) => [0, 3, 4_294_967_295, 2][i]! },
  },
  { name: "embeddings", inputs: { x: [1000, 64], indices: [8, 32] }, fill: below(1000), tags: ["bench"] },
  {
    name: "more workgroups than one dimension holds",
    inputs: { x: [3, 1_400_000], indices: [4] },
    fill: below(3),
    tags: ["large"],
  },
];

/** Up to 4 axes, indices of up to 2, some of them beyond the end. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const extents = (most: number, low: number): number[] =>
    Array.from({ length: low + Math.floor(random() * (most - low + 1)) }, () => 1 + Math.floor(random() * 7));
  const x = extents(4, 1);
  const axis = Math.floor(random() * x.length);
  return {
    inputs: { x, indices: extents(2, 0) },
    params: { axis: random() < 0.5 ? axis : axis - x.length },
    fill: below(x[axis]! + 1),
  };
}
