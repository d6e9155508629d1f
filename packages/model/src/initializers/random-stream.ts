import { philox4x32, uniformOf } from "@tomograd/kernels";

/**
 * Uniform numbers in [0, 1) with 24 random bits, a pure function of (seed, stream, index).
 *
 * @example
 * const next = randomStream(1, 0);
 * next(); // always the same
 */
export function randomStream(seed: number, stream: number): () => number {
  let index = 0;
  let block: readonly number[] = [];
  return () => {
    if (index % 4 === 0) block = philox4x32([index / 4, stream, 0, 0], [seed, INITIALIZER_KEY]);
    return uniformOf(block[index++ % 4]!);
  };
}

/** Keeps the initializers' numbers apart from those of shuffling and dropout under the same seed. */
const INITIALIZER_KEY = 0x1217;
