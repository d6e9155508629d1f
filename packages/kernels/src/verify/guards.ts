import type { Poison } from "../device/gpu-memory.ts";
import type { HostArray } from "../device/device.ts";
import { alignUp } from "../shape.ts";

/** What a device that was opened with `guardBytes` alone fills every array with: a NaN. */
export const POISON_WORD = 0x7fc0_0000;
/** Enough that something is guarded behind every array, whatever its size. */
export const POISON = { guardBytes: 512 } as const;
/** A kernel in `vec4f` may touch the rest of the last four elements; nothing more. */
const WRITABLE_UNIT = 16;
/** The bits of a word that tell arrays apart. */
const OWN = 0x0fff;

/**
 * What arrays hold before they are written, and what lies behind them: NaNs, which show in every sum, or numbers so large
 * that no maximum, minimum or comparison passes over them, as those do over a NaN.
 */
const POISONS = { nan: 0x7fc0_a000, huge: 0x7f00_a000, negative: 0xff00_a000 } as const;
export type PoisonKind = keyof typeof POISONS;

/** A poison whose kind can be changed while a device uses it. Each array has a word of its own, so that one copied into another shows. */
export class ChangingPoison implements Poison {
  readonly guardBytes = POISON.guardBytes;
  kind: PoisonKind = "nan";
  readonly word = (n: number): number => POISONS[this.kind] | (n & OWN);
}

/**
 * The first byte that was written behind an array, or undefined.
 *
 * The rule: an array of n elements owns the bytes from 0 to 4n, rounded up to a multiple of 16, because kernels that work in
 * `vec4f` write whole vectors. From there to the end of the buffer every word must still be one and the same poison. (A
 * write far outside is clamped by WebGPU into the binding, which reaches to the end of the buffer: it lands in the guard,
 * too.)
 */
export function firstDamagedByte(whole: ArrayBuffer, elements: number, writable = WRITABLE_UNIT): number | undefined {
  const words = new Uint32Array(whole);
  const first = alignUp(elements * 4, writable) / 4;
  const poison = poisonIn(words.subarray(first));
  for (let word = first; word < words.length; word += 1) if (words[word] !== poison) return word * 4;
  return undefined;
}

/** How many words at either end tell which the poison is. */
const SAMPLE = 32;

/** The poison of most words; where all have been overwritten, none of them is one. */
function poisonIn(words: Uint32Array): number | undefined {
  const counts = new Map<number, number>();
  for (const word of [...words.subarray(0, SAMPLE), ...words.subarray(-SAMPLE)]) {
    if (word !== POISON_WORD && !Object.values<number>(POISONS).includes((word & ~OWN) >>> 0)) continue;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The first element that is no longer what it was, or undefined. */
export function firstChangedElement(after: HostArray, before: HostArray): number | undefined {
  for (let i = 0; i < before.length; i += 1) if (!Object.is(before[i], after[i])) return i;
  return undefined;
}
