import { philox4x32 } from "@tomograd/kernels";

export interface PermutationKey {
  /** The run's seed, uint32. */
  readonly seed: number;
  /** What the permutation is for, so that two uses of one seed are independent, uint32. */
  readonly stream: number;
  readonly epoch: number;
}

/**
 * A random order of 0 … n-1 (Fisher-Yates), a pure function of its key: the order of epoch 7 needs no earlier epoch.
 *
 * @example permutation(4, { seed: 1, stream: 0, epoch: 2 })
 */
export function permutation(n: number, key: PermutationKey): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const [high, low] = philox4x32([i, key.epoch, 0, 1], [key.seed, key.stream]);
    // 53 bits, so that the bias of the remainder is below 2^-21 for any n.
    const j = Math.floor(((high * 2 ** 21 + (low >>> 11)) / 2 ** 53) * (i + 1));
    const swapped = order[j] as number;
    order[j] = order[i] as number;
    order[i] = swapped;
  }
  return order;
}
