import type { OpCase } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";

/** Labels are drawn like probabilities: only which of a row is the largest matters. */
export const fill = {
  probabilities: (_: number, random: () => number): number => random(),
  labels: (_: number, random: () => number): number => random(),
  counts: (_: number, random: () => number): number => Math.floor(random() * 1000),
};
export const arrays = (rows: number, columns: number): Record<string, Shape> => ({
  probabilities: [rows, columns],
  labels: [rows, columns],
  counts: [columns ** 2],
});

/** Ties, the smallest floats, what is a little outside of [0, 1], and what is no number. */
const edges = [
  [0.5, 0.5, 0],
  [0, 0.5, 0.5],
  [0, 0, 0],
  [-0, 0, 2 ** -149],
  [2 ** -149, 2 ** -148, 2 ** -126],
  [1 - 2 ** -24, 1, 1 + 2 ** -23],
  [-1, -2, -0.5],
  [NaN, 0.1, 0.2],
  [0.1, -NaN, NaN],
  [Infinity, 1, -Infinity],
  [-Infinity, -1, NaN],
].flat();

export const cases: readonly OpCase[] = [
  { name: "one sample, two classes", inputs: arrays(1, 2), fill },
  { name: "odd primes", inputs: arrays(37, 5), fill },
  {
    name: "ties and edges",
    inputs: arrays(edges.length / 3, 3),
    fill: { ...fill, probabilities: (i) => edges[i]!, labels: (i) => edges[edges.length - 1 - i]! },
  },
  {
    name: "one crowded cell",
    inputs: arrays(4099, 3),
    fill: { ...fill, probabilities: (i) => i % 3, labels: (i) => (i % 3 === 1 ? 1 : 0) },
  },
  { name: "full counters", inputs: arrays(50, 3), fill: { ...fill, counts: () => 2 ** 32 - 2 } },
  { name: "one class", inputs: arrays(5, 1), fill },
  { name: "more workgroups than one dimension holds", inputs: arrays(4_194_301, 2), fill, tags: ["large"] },
  { name: "ten classes", inputs: arrays(64, 10), fill, tags: ["bench"] },
];
