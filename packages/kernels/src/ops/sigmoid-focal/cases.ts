import type { OpCase } from "../../op/define-op.ts";
import { label, weight } from "../shared/draws.ts";

const wide = (_: number, random: () => number): number => (random() - 0.5) * 40;
const extremes = [1e4, -1e4, 20, -20, 88, -88, 0, 1e-7];
const weighted = (rows: number): OpCase["inputs"] => ({
  logits: [rows, 1],
  labels: [rows, 1],
  sampleWeight: [rows],
});

export const cases: readonly OpCase[] = [
  { name: "one sample", inputs: { logits: [1, 1], labels: [1, 1] }, fill: { labels: label } },
  { name: "weighted, odd prime", inputs: weighted(13), fill: { labels: label, sampleWeight: weight } },
  {
    name: "balanced, smoothed",
    inputs: { logits: [37, 1], labels: [37, 1] },
    params: { alpha: 0.25, labelSmoothing: 0.1 },
    fill: { logits: wide, labels: label },
  },
  {
    name: "gamma 0, which is binary cross-entropy",
    inputs: { logits: [37, 1], labels: [37, 1] },
    params: { gamma: 0 },
    fill: { logits: wide, labels: label },
  },
  {
    name: "gamma below 1",
    inputs: { logits: [37, 1], labels: [37, 1] },
    params: { gamma: 0.5, alpha: 0.75 },
    fill: { logits: wide, labels: label },
  },
  {
    name: "extremes",
    inputs: { logits: [16, 1], labels: [16, 1] },
    fill: { logits: (n) => extremes[n % 8]!, labels: (n) => (n < 8 ? 1 : 0) },
  },
  {
    name: "right and certain",
    inputs: { logits: [5, 1], labels: [5, 1] },
    fill: { logits: (n) => 5 + n, labels: () => 1 },
  },
  {
    name: "several workgroups",
    inputs: weighted(4099),
    fill: { logits: wide, labels: label, sampleWeight: weight },
  },
  {
    name: "tutorial",
    inputs: weighted(64),
    params: { alpha: 0.25 },
    fill: { labels: label, sampleWeight: weight },
    tags: ["bench"],
  },
];
