/** Bits of a value: unsigned integers of 8 and 16, float of 32. */
export type BitDepth = 8 | 16 | 32;

const LARGEST: Readonly<Record<BitDepth, number>> = { 8: 255, 16: 65_535, 32: 1 };

/** The largest value of an integer type, 1 for float: what rescaling divides by. */
export function largestValue(bits: BitDepth): number {
  return LARGEST[bits];
}
