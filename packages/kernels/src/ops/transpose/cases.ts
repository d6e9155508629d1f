import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: { x: [1, 1] } },
  { name: "scalar", inputs: { x: [] } },
  { name: "odd primes, reversed", inputs: { x: [3, 5, 7] } },
  { name: "odd primes, around", inputs: { x: [3, 5, 7, 2] }, params: { perm: [3, 0, 1, 2] } },
  { name: "within each sample", inputs: { x: [3, 5, 7, 2] }, params: { perm: [0, 2, 1, 3] } },
  { name: "as it is", inputs: { x: [3, 5, 7] }, params: { perm: [0, 1, 2] } },
  { name: "groups of axes, in blocks", inputs: { x: [3, 2, 6, 4, 5] }, params: { perm: [0, 3, 4, 1, 2] } },
  { name: "a matrix, in blocks", inputs: { x: [12, 20] } },
  { name: "the last axis stays, in vectors", inputs: { x: [3, 5, 7, 4] }, params: { perm: [0, 2, 1, 3] } },
  {
    name: "channels last, two images",
    inputs: { x: [2, 16, 64, 64] },
    params: { perm: [0, 2, 3, 1] },
    tags: ["bench"],
  },
  { name: "more workgroups than one dimension holds", inputs: { x: [2051, 2053] }, tags: ["large"] },
];

/** Up to 5 axes in any order. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const x = Array.from({ length: Math.floor(random() * 6) }, () => 1 + Math.floor(random() * 7));
  const perm = x.map((_, axis) => ({ axis, key: random() }));
  return { inputs: { x }, params: { perm: perm.sort((a, b) => a.key - b.key).map(({ axis }) => axis) } };
}
