import { permutation } from "../random/permutation.ts";
import { checkFraction } from "./check-fraction.ts";
import type { SplitIndices } from "./split-indices.ts";

/** Keeps the split's random numbers apart from the order of the epochs, which has the same seed. */
const STREAM = 0x73706c69;

/**
 * Takes `fraction` of each class, chosen at random by `seed`, for validation.
 *
 * Each class gives round(fraction * its count), but at least one sample and never its last one.
 *
 * @throws UsageError unless 0 <= fraction < 1.
 * @example stratifiedSplit(Uint8Array.of(0, 0, 0, 1, 1, 1), 1 / 3, 42) // 2 of each for training, 1 for validation
 */
export function stratifiedSplit(labels: ArrayLike<number>, fraction: number, seed: number): SplitIndices {
  checkFraction(fraction);
  const byClass = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    const members = byClass.get(label);
    if (members) members.push(i);
    else byClass.set(label, [i]);
  }
  const train: number[] = [];
  const validation: number[] = [];
  for (const [label, members] of byClass) {
    const wanted = fraction === 0 ? 0 : Math.max(1, Math.round(fraction * members.length));
    const count = Math.min(wanted, members.length - 1);
    for (const [rank, chosen] of permutation(members.length, { seed, stream: STREAM, epoch: label }).entries()) {
      (rank < count ? validation : train).push(members[chosen] as number);
    }
  }
  return { train: ascending(train), validation: ascending(validation) };
}

function ascending(indices: number[]): Uint32Array {
  return Uint32Array.from(indices).sort();
}
