/**
 * Uniform numbers in [0, 1) that depend on the seed alone, so that a failed check can be repeated: a counter in steps of
 * the golden ratio, mixed by two rounds of multiply and xor-shift.
 *
 * @example
 * const random = seededRandom(7);
 * const die = 1 + Math.floor(random() * 6);
 */
export function seededRandom(seed: number): () => number {
  let counter = seed >>> 0;
  return () => {
    counter = (counter + 0x9e37_79b9) >>> 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** A seed that belongs to a name (FNV-1a), so that adding one case does not change what another is tested on. */
export function seedOf(name: string): number {
  let hash = 0x811c_9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x0100_0193);
  return hash >>> 0;
}
