import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "one element to a scalar", inputs: { x: [1] }, params: { shape: [] } },
  { name: "a scalar to an axis", inputs: { x: [] } },
  { name: "odd primes", inputs: { x: [3, 5, 7] }, params: { shape: [7, -1] } },
  { name: "odd primes to rows", inputs: { x: [3, 5, 7] }, params: { shape: [-1, 35] } },
  { name: "several workgroups", inputs: { x: [17, 241] }, params: { shape: [-1] } },
  { name: "tutorial, one image", inputs: { x: [1, 64, 64, 64] }, params: { shape: [64, 4096] }, tags: ["bench"] },
];

/** Extents of x in another order, one of them left out. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const x = Array.from({ length: 1 + Math.floor(random() * 4) }, () => 1 + Math.floor(random() * 9));
  const shape = x.toReversed();
  shape[Math.floor(random() * shape.length)] = -1;
  return { inputs: { x }, params: { shape } };
}
