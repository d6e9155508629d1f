import type { OpCase } from "../../op/define-op.ts";

const below = (n: number) => ({ indices: (_: number, random: () => number) => Math.floor(random() * n) });

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1], indices: [1] }, fill: below(1) },
  { name: "one entry", inputs: { x: [5, 3], indices: [] }, fill: below(5) },
  { name: "odd primes, rows", inputs: { x: [7, 5, 3], indices: [11] }, fill: below(7) },
  { name: "channels of each sample", inputs: { x: [3, 5, 7], indices: [2] }, params: { axis: 1 }, fill: below(5) },
  { name: "the last axis", inputs: { x: [3, 5, 7], indices: [2, 3] }, params: { axis: -1 }, fill: below(7) },
  { name: "one entry many times", inputs: { x: [3, 2], indices: [67] }, fill: below(1) },
  { name: "picks sorted by one digit", inputs: { x: [13, 3], indices: [520] }, fill: below(13) },
  {
    name: "picks sorted by four digits, channels",
    inputs: { x: [2, 4099, 2], indices: [1031] },
    params: { axis: 1 },
    fill: below(4100),
  },
  { name: "one entry for all sorted picks", inputs: { x: [17, 2], indices: [600] }, fill: { indices: () => 11 } },
  { name: "sorted picks of a single entry", inputs: { x: [1, 2], indices: [3, 200] }, fill: below(1) },
  {
    name: "vectors, picks sorted by rank",
    inputs: { x: [2, 37, 2, 4], indices: [5, 61] },
    params: { axis: 1 },
    fill: below(38),
  },
  { name: "vectors, few picks", inputs: { x: [7, 12], indices: [5] }, fill: below(7) },
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
  if (random() < 0.3) x[axis] = 1 + Math.floor(random() * 300);
  const indices = random() < 0.3 ? [513 + Math.floor(random() * 500)] : extents(2, 0);
  return {
    inputs: { x, indices },
    params: { axis: random() < 0.5 ? axis : axis - x.length },
    fill: below(x[axis]! + 1),
  };
}
