import type { HostArray } from "../device/device.ts";
import { alignUp } from "../shape.ts";

/** What a device that was opened with `poison` fills every array with: a NaN that no arithmetic yields by chance. */
export const POISON_WORD = 0x7fc0_0000;
/** Enough that something is guarded behind every array, whatever its size. */
export const POISON = { guardBytes: 512 } as const;
/** A kernel in `vec4f` may touch the rest of the last four elements; nothing more. */
const WRITABLE_UNIT = 16;

/**
 * The first byte that was written behind an array, or undefined.
 *
 * The rule: an array of n elements owns the bytes from 0 to 4n, rounded up to a multiple of 16, because kernels that work in
 * `vec4f` write whole vectors. From there to the end of the buffer every word must still be the poison. (A write far
 * outside is clamped by WebGPU into the binding, which reaches to the end of the buffer: it lands in the guard, too.)
 */
export function firstDamagedByte(whole: ArrayBuffer, elements: number, writable = WRITABLE_UNIT): number | undefined {
  const words = new Uint32Array(whole);
  for (let word = alignUp(elements * 4, writable) / 4; word < words.length; word += 1) {
    if (words[word] !== POISON_WORD) return word * 4;
  }
  return undefined;
}

/** The first element that is no longer what it was, or undefined. */
export function firstChangedElement(after: HostArray, before: HostArray): number | undefined {
  for (let i = 0; i < before.length; i += 1) if (!Object.is(before[i], after[i])) return i;
  return undefined;
}
