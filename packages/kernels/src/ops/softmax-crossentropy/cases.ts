import type { OpCase } from "../../op/define-op.ts";
import { weight } from "../shared/draws.ts";

/** One class a row, the same for every seed: a row's elements are drawn one by one. */
export const oneHot =
  (columns: number) =>
  (i: number): number =>
    i % columns === (Math.floor(i / columns) * 7) % columns ? 1 : 0;
/** Rows that need not add up to 1. */
const soft = (_: number, random: () => number): number => random();
export const wide = (_: number, random: () => number): number => (random() - 0.5) * 30;
const extremes = [1e4, -1e4, 0, 9999, 1e4, 1e4, -88, 0, 88, 20, 0, 0];

export const cases: readonly OpCase[] = [
  { name: "one sample, two classes", inputs: { logits: [1, 2], labels: [1, 2] }, fill: { labels: oneHot(2) } },
  {
    name: "weighted, odd primes",
    inputs: { logits: [13, 3], labels: [13, 3], sampleWeight: [13] },
    fill: { labels: oneHot(3), sampleWeight: weight },
  },
  {
    name: "smoothed",
    inputs: { logits: [37, 5], labels: [37, 5] },
    params: { labelSmoothing: 0.1 },
    fill: { logits: wide, labels: oneHot(5) },
  },
  { name: "soft labels", inputs: { logits: [7, 4], labels: [7, 4] }, fill: { logits: wide, labels: soft } },
  {
    name: "extremes",
    inputs: { logits: [4, 3], labels: [4, 3] },
    fill: { logits: (i) => extremes[i]!, labels: oneHot(3) },
  },
  {
    name: "right and certain",
    inputs: { logits: [5, 3], labels: [5, 3] },
    fill: { logits: (i) => 15 * oneHot(3)(i) + i / 100, labels: oneHot(3) },
  },
  {
    name: "several workgroups",
    inputs: { logits: [521, 3], labels: [521, 3], sampleWeight: [521] },
    fill: { logits: wide, labels: oneHot(3), sampleWeight: weight },
  },
  { name: "many classes", inputs: { logits: [5, 1009], labels: [5, 1009] }, fill: { labels: oneHot(1009) } },
  {
    name: "ten classes",
    inputs: { logits: [64, 10], labels: [64, 10], sampleWeight: [64] },
    fill: { labels: oneHot(10), sampleWeight: weight },
    tags: ["bench"],
  },
];
