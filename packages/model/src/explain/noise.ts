import { philox4x32 } from "@tomograd/kernels";

/** Keeps these numbers apart from those of initializers, dropout and shuffling under the same seed. */
const EXPLAIN_KEY = 0x6578_706c;

/** Normal numbers with mean 0 and deviation 1 (Box-Muller), a pure function of (seed, stream, place). */
export function normalNumbers(count: number, seed: number, stream: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const [first, second] = philox4x32([i / 2, stream, 0, 0], [seed, EXPLAIN_KEY]);
    const radius = Math.sqrt(-2 * Math.log((first + 1) / 2 ** 32));
    const angle = (2 * Math.PI * second) / 2 ** 32;
    numbers[i] = radius * Math.cos(angle);
    if (i + 1 < count) numbers[i + 1] = radius * Math.sin(angle);
  }
  return numbers;
}
