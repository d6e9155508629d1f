import type { OpCase } from "../../op/define-op.ts";
import { label, weight } from "../shared/draws.ts";

/** Within (0.01, 0.99): further out the gradients of a few samples would hide those of all others. */
export const probability = (_: number, random: () => number): number => 0.01 + 0.98 * random();
const fill = { probabilities: probability, labels: label, sampleWeight: weight };
const outside = [0, 1, -0.5, 1.5];
const weighted = (rows: number): OpCase["inputs"] => ({
  probabilities: [rows, 1],
  labels: [rows, 1],
  sampleWeight: [rows],
});

export const cases: readonly OpCase[] = [
  { name: "one sample", inputs: { probabilities: [1, 1], labels: [1, 1] }, fill },
  { name: "weighted, odd prime", inputs: weighted(13), fill },
  {
    name: "smoothed",
    inputs: { probabilities: [37, 1], labels: [37, 1] },
    params: { labelSmoothing: 0.1 },
    fill,
  },
  {
    name: "outside of the clip",
    inputs: { probabilities: [8, 1], labels: [8, 1] },
    fill: { probabilities: (n) => outside[n % 4]!, labels: (n) => (n < 4 ? 1 : 0) },
  },
  {
    name: "right and certain",
    inputs: { probabilities: [5, 1], labels: [5, 1] },
    fill: { probabilities: (n) => 1 - 2 ** -(10 + n), labels: () => 1 },
  },
  {
    name: "small and right",
    inputs: { probabilities: [5, 1], labels: [5, 1] },
    fill: { probabilities: (n) => 2 ** -(10 + n), labels: () => 0 },
  },
  { name: "several workgroups", inputs: weighted(4099), fill },
  { name: "tutorial", inputs: weighted(64), fill, tags: ["bench"] },
];
