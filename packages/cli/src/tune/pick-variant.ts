/** Timings are this much apart on a machine that does other things too: a smaller difference says nothing. */
const NOISE = 0.1;

/** Milliseconds of a kernel's variants, one value a round. */
export type VariantTimings = ReadonlyMap<string, readonly number[]>;

/**
 * The variant to use: the one with the smallest minimum, if that is at least 10 % below the default's, and its median too.
 * Variants with fewer than `rounds` timings do not count.
 *
 * @example
 * pickVariant("plain", new Map([["plain", [2, 3, 2]], ["tiled", [1.5, 1.2, 4]]]), 3); // "tiled"
 */
export function pickVariant(byDefault: string, timings: VariantTimings, rounds: number): string {
  const usual = timings.get(byDefault);
  if (!usual || usual.length < rounds) return byDefault;
  let best = { variant: byDefault, ms: Math.min(...usual) * (1 - NOISE) };
  for (const [variant, values] of timings) {
    const ms = Math.min(...values);
    const isClear = median(values) < median(usual) * (1 - NOISE);
    if (isClear && values.length >= rounds && ms < best.ms) best = { variant, ms };
  }
  return best.variant;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Infinity;
}
