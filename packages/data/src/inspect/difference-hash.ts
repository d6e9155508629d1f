import { cellMeans } from "./thumbnail.ts";

/** 64 bits in two halves. */
export interface Hash {
  readonly high: number;
  readonly low: number;
}

const [COLUMNS, ROWS] = [9, 8];

/**
 * dHash: the image as the means of 8 rows of 9 cells, and a bit for each cell and its right neighbour, set where it gets
 * darker. Images that look alike differ in few bits, whatever their size and brightness.
 *
 * @see N. Krawetz (2013), Kind of Like That
 */
export function differenceHash(grey: Float32Array, height: number, width: number): Hash {
  const means = cellMeans(grey, { height, width }, { height: ROWS, width: COLUMNS });
  const halves: [number, number] = [0, 0];
  for (let row = 0; row < ROWS; row++) {
    const half = row < ROWS / 2 ? 0 : 1;
    for (let cell = row * COLUMNS; cell < (row + 1) * COLUMNS - 1; cell++) {
      halves[half] = ((halves[half] << 1) | (means[cell]! > means[cell + 1]! ? 1 : 0)) >>> 0;
    }
  }
  return { high: halves[0], low: halves[1] };
}

/** Bits that differ. */
export function hammingDistance(a: Hash, b: Hash): number {
  return bitCount(a.high ^ b.high) + bitCount(a.low ^ b.low);
}

/** Bits of a word that are set. */
export function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
