import { bitCount } from "./difference-hash.ts";
import type { Hash } from "./difference-hash.ts";

/** The most bits that differ between images that look alike. */
export const NEAR = 4;

/** One band more than bits may differ: of two near hashes at least one band is equal. */
const BANDS = NEAR + 1;

/** Hashes with one band in common: side by side, because far more of them are looked at than anything else. */
interface Bucket<T> {
  readonly high: number[];
  readonly low: number[];
  readonly values: T[];
}

/**
 * Hashes to be found again by others within `NEAR` bits. Each is kept under five bands of its bits; a band takes every fifth
 * bit, so that no part of the image, such as a black margin, fills a band alone and puts all images under one key.
 */
export class NearHashes<T> {
  readonly #bands = Array.from({ length: BANDS }, () => new Map<number, Bucket<T>>());

  add(hash: Hash, value: T): void {
    for (const [band, buckets] of this.#bands.entries()) {
      const key = bandOf(hash.high, hash.low, band);
      const bucket = buckets.get(key) ?? { high: [], low: [], values: [] };
      buckets.set(key, bucket);
      bucket.high.push(hash.high | 0);
      bucket.low.push(hash.low | 0);
      bucket.values.push(value);
    }
  }

  /** The nearest of those that `accept` agrees to, each of which it is asked about once at the most. */
  nearest(hash: Hash, accept: (value: T) => boolean): T | undefined {
    let best: T | undefined;
    let fewest = NEAR + 1;
    for (const [band, buckets] of this.#bands.entries()) {
      const { high, low, values } = buckets.get(bandOf(hash.high, hash.low, band)) ?? { high: [], low: [], values: [] };
      for (let i = 0; i < values.length; i++) {
        const [a, b] = [high[i]! ^ hash.high, low[i]! ^ hash.low];
        const distance = bitCount(a) + bitCount(b);
        if (distance >= fewest || sharesEarlierBand(a, b, band) || !accept(values[i]!)) continue;
        [best, fewest] = [values[i]!, distance];
        if (fewest === 0) return best;
      }
    }
    return best;
  }
}

/** Bits `band`, `band + 5`, `band + 10` … */
function bandOf(high: number, low: number, band: number): number {
  let key = 0;
  for (let bit = band; bit < 64; bit += BANDS) key = (key << 1) | (((bit < 32 ? high : low) >>> (bit & 31)) & 1);
  return key;
}

function sharesEarlierBand(high: number, low: number, band: number): boolean {
  for (let earlier = 0; earlier < band; earlier++) if (bandOf(high, low, earlier) === 0) return true;
  return false;
}
