import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "smallest", inputs: { x: [1, 1, 1, 1] } },
  { name: "odd primes", inputs: { x: [3, 5, 7, 11] } },
  { name: "as many elements as a workgroup pays for", inputs: { x: [2, 3, 16, 16] } },
  { name: "a workgroup for each plane, ragged", inputs: { x: [2, 3, 17, 19] } },
  { name: "one large plane", inputs: { x: [1, 1, 211, 197] } },
  { name: "many small planes", inputs: { x: [5, 211, 3, 5] } },
  { name: "more than 65,535 planes in workgroups", inputs: { x: [33, 2000, 16, 17] }, tags: ["large"] },
  { name: "behind the last block, eight images", inputs: { x: [8, 128, 16, 16] }, tags: ["bench"] },
];

/** Planes on both sides of where a workgroup pays. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  return { inputs: { x: [between(1, 4), between(1, 9), between(1, 40), between(1, 40)] } };
}
