const MULTIPLIERS = [0xd251_1f53, 0xcd9e_8d57] as const;
const WEYL = [0x9e37_79b9, 0xbb67_ae85] as const;
const ROUNDS = 10;

type Words2 = readonly [number, number];
type Words4 = [number, number, number, number];

/**
 * Philox4x32-10: 128 random bits from a counter and a key, with no state in between.
 *
 * Words in and out are integers in [0, 2^32). Equal arguments give equal words on every device: `philoxWgsl` is the same
 * function for kernels. Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 *
 * @example
 * philox4x32([0, 0, 0, 0], [0, 0]); // [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]
 */
export function philox4x32(counter: Readonly<Words4>, key: Words2): Words4 {
  let [a, b, c, d] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIERS[0], a);
    const low0 = Math.imul(MULTIPLIERS[0], a);
    const high1 = multiplyHigh(MULTIPLIERS[1], c);
    const low1 = Math.imul(MULTIPLIERS[1], c);
    [a, b, c, d] = [high1 ^ b ^ k0, low1, high0 ^ d ^ k1, low0];
    k0 += WEYL[0];
    k1 += WEYL[1];
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** A float in [0, 1) from the upper 24 bits of a word: every value is exact in float32. */
export function uniformOf(word: number): number {
  return (word >>> 8) * 2 ** -24;
}

/** The upper 32 bits of a product of two 32-bit integers, by halves of 16 bits so that doubles stay exact. */
function multiplyHigh(a: number, b: number): number {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle % 0x1_0000);
  return aHigh * bHigh + (middle >>> 16) + (carry >>> 16);
}

/** WGSL of `philox4x32(counter: vec4u, key: vec2u) -> vec4u`, for a kernel's declarations. */
export const philoxWgsl = /* wgsl */ `
fn multiplyHigh(a: u32, b: u32) -> u32 {
  let middle = (a >> 16u) * (b & 0xffffu) + (((a & 0xffffu) * (b & 0xffffu)) >> 16u);
  let carry = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (carry >> 16u);
}
fn philox4x32(counter: vec4u, key: vec2u) -> vec4u {
  var c = counter;
  var k = key;
  for (var round = 0u; round < ${ROUNDS}u; round++) {
    let high0 = multiplyHigh(${MULTIPLIERS[0]}u, c.x);
    let high1 = multiplyHigh(${MULTIPLIERS[1]}u, c.z);
    c = vec4u(high1 ^ c.y ^ k.x, ${MULTIPLIERS[1]}u * c.z, high0 ^ c.w ^ k.y, ${MULTIPLIERS[0]}u * c.x);
    k += vec2u(${WEYL[0]}u, ${WEYL[1]}u);
  }
  return c;
}`;
