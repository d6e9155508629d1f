import { UsageError } from "@tomograd/kernels";
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

/** Throws a UsageError where `--oversample` meets an option that does the same again, or that it cannot keep. */
export function checkOversampling(options: {
  readonly oversample: boolean;
  readonly shuffle: boolean;
  readonly classWeight: ClassWeight;
}): void {
  const { oversample, shuffle, classWeight } = options;
  if (!oversample) return;
  const refuse = (rule: string, received: string): never => {
    throw new UsageError({ subject: "--oversample", rule, received, advice: "Leave one of them out" });
  };
  if (classWeight === "balanced")
    refuse("and balanced class weights both make up for the imbalance", "classWeight=balanced");
  if (!shuffle) refuse("draws a random order in every epoch", "--no-shuffle");
}

/** The weight of each sample. */
export function sampleWeights(labels: Float32Array, [negative, positive]: ClassWeights): Float32Array {
  return labels.map((label) => (label > 0.5 ? positive : negative));
}
