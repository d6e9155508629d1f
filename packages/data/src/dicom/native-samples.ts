import { swapped } from "./byte-order.ts";
import type { PixelModule } from "./pixel-module.ts";

/** Samples as a frame holds them: bits that do not count are still in them. */
export type RawSamples = Uint8Array | Uint16Array | Uint32Array | Int16Array;

/** The samples of a frame that is not compressed. */
export function nativeSamples(
  { bytes, firstBit }: { readonly bytes: Uint8Array; readonly firstBit: number },
  module: PixelModule,
  isLittleEndian: boolean,
): RawSamples {
  const { bitsAllocated, photometric, rows, columns, samples } = module;
  if (bitsAllocated === 1) return bitSamples(bytes, firstBit, rows * columns * samples);
  if (bitsAllocated === 8) {
    return photometric === "YBR_FULL_422" ? fullSampled(bytes) : bytes;
  }
  const size = bitsAllocated / 8;
  const { buffer } = isLittleEndian ? new Uint8Array(bytes) : swapped(bytes, size);
  const count = rows * columns * samples;
  return size === 2 ? new Uint16Array(buffer, 0, count) : new Uint32Array(buffer, 0, count);
}

/** One bit each, the lowest one first. */
function bitSamples(bytes: Uint8Array, firstBit: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => {
    const bit = firstBit + i;
    return ((bytes[bit >> 3] as number) >> (bit & 7)) & 1;
  });
}

/** Y1 Y2 Cb Cr becomes Y1 Cb Cr Y2 Cb Cr. */
function fullSampled(bytes: Uint8Array): Uint8Array {
  const pairs = Math.floor(bytes.length / 4);
  const out = new Uint8Array(pairs * 6);
  for (let i = 0; i < pairs; i++) {
    const [y1 = 0, y2 = 0, cb = 0, cr = 0] = bytes.subarray(4 * i, 4 * i + 4);
    out.set([y1, cb, cr, y2, cb, cr], 6 * i);
  }
  return out;
}
