import { permutation } from "../random/permutation.ts";
import { checkFraction } from "./check-fraction.ts";
import { groupMembers } from "./group-members.ts";
import type { SplitIndices } from "./split-indices.ts";

/** Keeps these random numbers apart from other uses of a seed. */
const STREAM = 0x67727073;

/**
 * Takes about `fraction` of each class for validation, whole groups at a time: no group is on both sides.
 *
 * Groups come in a random order by `seed`; each is taken if that brings the classes nearer to their fractions, by the sum over
 * the classes of |taken - fraction * total| / total. So where groups are of one class each, the number taken of a class is
 * less than its largest group away from fraction * total. The groups taken do not depend on the order of the samples.
 *
 * @param groups Ids of what stays together; undefined for a sample alone.
 * @throws UsageError unless 0 <= fraction < 1.
 * @example stratifiedGroupSplit([0, 0, 1, 1], ["a", "a", "b", "c"], 0.5, 42)
 */
export function stratifiedGroupSplit(
  labels: ArrayLike<number>,
  groups: readonly (string | undefined)[],
  fraction: number,
  seed: number,
): SplitIndices {
  checkFraction(fraction);
  const { totals, groups: all } = groupMembers(labels, groups);
  const taken = totals.map(() => 0);
  const distance = (more?: readonly number[]): number =>
    totals.reduce((sum, total, c) => {
      return sum + Math.abs((taken[c] as number) + (more?.[c] ?? 0) - fraction * total) / total;
    }, 0);
  const train: number[] = [];
  const validation: number[] = [];
  for (const chosen of permutation(all.length, { seed, stream: STREAM, epoch: 0 })) {
    const { indices, counts } = all[chosen]!;
    if (distance(counts) < distance()) {
      for (const [c, count] of counts.entries()) taken[c] = (taken[c] as number) + count;
      validation.push(...indices);
    } else {
      train.push(...indices);
    }
  }
  return { train: Uint32Array.from(train).sort(), validation: Uint32Array.from(validation).sort() };
}
