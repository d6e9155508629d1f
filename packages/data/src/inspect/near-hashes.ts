import { hammingDistance } from "./difference-hash.ts";
import type { Hash } from "./difference-hash.ts";

/** The most bits that differ between images that look alike. */
export const NEAR = 4;

/** One band more than bits may differ: of two near hashes at least one band is equal. */
const BANDS = NEAR + 1;

/**
 * Hashes to be found again by others within `NEAR` bits. Each is kept under five bands of its bits; a band takes every fifth
 * bit, so that no part of the image, such as a black margin, fills a band alone and puts all images under one key.
 */
export class NearHashes<T> {
  readonly #bands = Array.from({ length: BANDS }, () => new Map<number, { hash: Hash; value: T }[]>());

  add(hash: Hash, value: T): void {
    for (const [band, kept] of this.#bands.entries()) {
      const key = bandOf(hash, band);
      const entries = kept.get(key);
      if (entries) entries.push({ hash, value });
      else kept.set(key, [{ hash, value }]);
    }
  }

  /** The nearest of those that `accept` agrees to, each of which it is asked about once at the most. */
  nearest(hash: Hash, accept: (value: T) => boolean): T | undefined {
    let best: T | undefined;
    let fewest = NEAR + 1;
    for (const [band, kept] of this.#bands.entries()) {
      for (const entry of kept.get(bandOf(hash, band)) ?? []) {
        const distance = hammingDistance(entry.hash, hash);
        if (distance >= fewest || sharesEarlierBand(entry.hash, hash, band) || !accept(entry.value)) continue;
        [best, fewest] = [entry.value, distance];
        if (fewest === 0) return best;
      }
    }
    return best;
  }
}

/** Bits `band`, `band + 5`, `band + 10` … */
function bandOf({ high, low }: Hash, band: number): number {
  let key = 0;
  for (let bit = band; bit < 64; bit += BANDS) key = (key << 1) | (((bit < 32 ? high : low) >>> (bit & 31)) & 1);
  return key;
}

function sharesEarlierBand(a: Hash, b: Hash, band: number): boolean {
  const difference = { high: a.high ^ b.high, low: a.low ^ b.low };
  for (let earlier = 0; earlier < band; earlier++) if (bandOf(difference, earlier) === 0) return true;
  return false;
}
