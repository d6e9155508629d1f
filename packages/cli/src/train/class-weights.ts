import type { ClassWeight } from "../options/special-kinds.ts";

/** Weights of classes 0 and 1 in the loss. */
export type ClassWeights = readonly [number, number];

/** `balanced` weighs each class by N / (2 * its count), so that both have the same part in the loss. */
export function classWeights(choice: ClassWeight, labels: ArrayLike<number>): ClassWeights | undefined {
  if (choice === "none") return undefined;
  if (choice !== "balanced") return choice;
  const positives = Array.from(labels).reduce((sum, label) => sum + label, 0);
  const total = labels.length;
  return [total / (2 * (total - positives)), total / (2 * positives)];
}

/** The weight of each sample. */
export function sampleWeights(labels: Float32Array, [negative, positive]: ClassWeights): Float32Array {
  return labels.map((label) => (label > 0.5 ? positive : negative));
}
