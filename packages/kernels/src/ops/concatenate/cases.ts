import type { OpCase } from "../../op/define-op.ts";

export const cases: readonly OpCase[] = [
  { name: "smallest", inputs: { a: [1, 1], b: [1, 1] } },
  { name: "odd primes, channels", inputs: { a: [2, 3, 5, 7], b: [2, 11, 5, 7] }, params: { axis: 1 } },
  { name: "rows", inputs: { a: [3, 2, 5, 7], b: [3, 2, 1, 7] }, params: { axis: 2 } },
  { name: "Keras' default, the last axis", inputs: { a: [2, 3, 5, 7], b: [2, 3, 5, 4] } },
  { name: "vectors", inputs: { a: [3, 2, 4, 6], b: [3, 5, 4, 6] }, params: { axis: -3 } },
  { name: "vectors in one part only", inputs: { a: [3, 5, 2, 2], b: [3, 5, 3, 2] }, params: { axis: 2 } },
  { name: "vectors behind an odd start", inputs: { a: [3, 3], b: [3, 8] } },
  { name: "behind the last sample", inputs: { a: [3, 5, 7], b: [2, 5, 7] }, params: { axis: 0 } },
  { name: "lists", inputs: { a: [5], b: [4099] }, params: { axis: 0 } },
  { name: "lists of vectors", inputs: { a: [8], b: [512] } },
  { name: "several workgroups", inputs: { a: [3, 5, 17, 13], b: [3, 3, 17, 13] }, params: { axis: 1 } },
  {
    name: "more than 65,535 workgroups",
    inputs: { a: [2, 3, 1801, 1801], b: [2, 4, 1801, 1801] },
    params: { axis: 1 },
    tags: ["large"],
  },
  {
    name: "skip connection, two images",
    inputs: { a: [2, 32, 64, 64], b: [2, 32, 64, 64] },
    params: { axis: 1 },
    tags: ["bench"],
  },
];

/** Any rank, any axis. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const a = Array.from({ length: between(1, 5) }, () => between(1, 7));
  const at = between(0, a.length - 1);
  const b = a.map((extent, axis) => (axis === at ? between(1, 9) : extent));
  return { inputs: { a, b }, params: { axis: between(0, 1) ? at : at - a.length } };
}
