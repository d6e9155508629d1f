import type { OpCase } from "../../op/define-op.ts";
import { label, weight } from "../shared/draws.ts";

const wide = (_: number, random: () => number): number => (random() - 0.5) * 40;
const extremes = [1e4, -1e4, 20, -20, 88, -88, 0, 1e-7];

export const cases: readonly OpCase[] = [
  { name: "one sample", inputs: { logits: [1, 1], labels: [1, 1] }, fill: { labels: label } },
  {
    name: "weighted, odd prime",
    inputs: { logits: [13, 1], labels: [13, 1], sampleWeight: [13] },
    fill: { labels: label, sampleWeight: weight },
  },
  {
    name: "smoothed",
    inputs: { logits: [37, 1], labels: [37, 1] },
    params: { labelSmoothing: 0.1 },
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
    fill: { logits: (n) => 15 + n, labels: () => 1 },
  },
  {
    name: "right and certain that it is none",
    inputs: { logits: [5, 1], labels: [5, 1] },
    fill: { logits: (n) => -15 - n, labels: () => 0 },
  },
  {
    name: "several workgroups",
    inputs: { logits: [4099, 1], labels: [4099, 1], sampleWeight: [4099] },
    fill: { logits: wide, labels: label, sampleWeight: weight },
  },
  {
    name: "tutorial",
    inputs: { logits: [64, 1], labels: [64, 1], sampleWeight: [64] },
    fill: { labels: label, sampleWeight: weight },
    tags: ["bench"],
  },
];
