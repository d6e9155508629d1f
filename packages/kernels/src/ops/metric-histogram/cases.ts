import type { OpCase } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";
import { METRIC_HISTOGRAM } from "./layout.ts";

type Draw = (index: number, random: () => number) => number;
export const fill: Readonly<Record<string, Draw>> = {
  probabilities: (_, random) => random(),
  labels: (_, random) => (random() < 0.3 ? 1 : 0),
  histogram: (_, random) => Math.floor(random() * 1000),
};
export const arrays = (rows: number): Record<string, Shape> => ({
  probabilities: [rows, 1],
  labels: [rows, 1],
  histogram: [METRIC_HISTOGRAM.length],
});

/** The smallest normal float and its neighbours of the edges, a little outside of [0, 1], and what is no number. */
const edges = [
  0,
  -0,
  1,
  2 ** -126,
  2 ** -149,
  0.5,
  0.5 + 2 ** -24,
  1 - 2 ** -24,
  1 + 2 ** -23,
  -1e-7,
  2,
  -2,
  NaN,
  Infinity,
  -Infinity,
];

export const cases: readonly OpCase[] = [
  { name: "one sample", inputs: arrays(1), fill },
  { name: "one for every pixel", inputs: { ...arrays(1), probabilities: [2, 1, 5, 7], labels: [2, 1, 5, 7] }, fill },
  { name: "odd prime", inputs: arrays(37), fill },
  {
    name: "edges of the range",
    inputs: arrays(2 * edges.length),
    fill: { ...fill, probabilities: (i) => edges[i % edges.length]!, labels: (i) => (i < edges.length ? 0 : 1) },
  },
  {
    name: "every threshold",
    inputs: arrays(400),
    fill: { ...fill, probabilities: (i) => (i % 200) / 199, labels: (i) => (i < 200 ? 0 : 1) },
  },
  { name: "one crowded cell", inputs: arrays(4099), fill: { ...fill, probabilities: () => 0.25 } },
  { name: "full counters", inputs: arrays(5), fill: { ...fill, histogram: () => 2 ** 32 - 2 } },
  { name: "more workgroups than one dimension holds", inputs: arrays(4_194_301), fill, tags: ["large"] },
  { name: "tutorial", inputs: arrays(64), fill, tags: ["bench"] },
];
