import { permutation, type PermutationKey } from "./permutation.ts";

/** Keeps which samples are drawn once more apart from their order. */
const DRAW_STREAM = 0x6f766572;

/**
 * A random order of samples in which every class appears as often as the most frequent one: its samples all appear as often
 * as that takes, and a random part of them once more. A pure function of labels and key, like `permutation`.
 *
 * @example
 * oversampledOrder([0, 0, 0, 1], { seed: 1, stream: 0, epoch: 2 }).length; // 6: three times sample 3
 */
export function oversampledOrder(labels: ArrayLike<number>, key: PermutationKey): Uint32Array {
  const classes = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const members = classes.get(labels[i]!);
    if (members) members.push(i);
    else classes.set(labels[i]!, [i]);
  }
  const most = Math.max(0, ...Array.from(classes.values(), ({ length }) => length));
  const drawn = [...classes]
    .sort(([a], [b]) => a - b)
    .flatMap(([label, members]) => {
      const again = permutation(members.length, { ...key, stream: (key.stream ^ DRAW_STREAM ^ label) >>> 0 });
      return Array.from({ length: most }, (_, i) => members[again[i % members.length]!]!);
    });
  return permutation(drawn.length, key).map((i) => drawn[i]!);
}
