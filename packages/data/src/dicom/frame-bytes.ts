import { swapped } from "./byte-order.ts";
import { itemsOf } from "./elements.ts";
import type { DataSet, Element } from "./elements.ts";
import type { PixelModule } from "./pixel-module.ts";

/**
 * The bytes of one frame as compressed: its fragments, put together. `frame` counts from 0.
 *
 * @throws InputError for pixel data that are not in fragments, and where it cannot be told which fragments are the frame's.
 * @see DICOM PS3.5, annex A.4
 */
export function compressedFrame(data: DataSet, pixels: Element, { frames }: PixelModule, frame: number): Uint8Array {
  const { bytes, refuse } = data;
  if (pixels.to !== Infinity) {
    throw refuse({ rule: "compressed pixel data must be in fragments", place: pixels });
  }
  const [table, ...fragments] = itemsOf(data, pixels);
  if (!table || fragments.length < frames) {
    const found = `frames=${frames}, fragments=${fragments.length}`;
    throw refuse({ rule: "every frame must have a fragment", place: pixels, found });
  }
  let chosen = fragments;
  if (frames > 1 && fragments.length === frames) chosen = fragments.slice(frame, frame + 1);
  else if (frames > 1) {
    const [from, to] = offsetsOf(bytes, table, frames, frame);
    const start = fragments[0]?.at ?? 0;
    chosen = fragments.filter(({ at }) => at - start >= from && at - start < to);
    if (chosen.length === 0 || to <= from) {
      throw refuse({ rule: "the table of frames must point to fragments", place: table });
    }
  }
  return Buffer.concat(chosen.map((fragment) => bytes.subarray(fragment.from, fragment.to)));
}

/** Where a frame begins and ends, counted from the first fragment; without a table everything is one frame. */
function offsetsOf(bytes: Uint8Array, table: Element, frames: number, frame: number): [from: number, to: number] {
  if (table.to - table.from !== 4 * frames) return [0, 0];
  const view = new DataView(bytes.buffer, bytes.byteOffset + table.from, 4 * frames);
  return [view.getUint32(4 * frame, true), frame + 1 < frames ? view.getUint32(4 * frame + 4, true) : Infinity];
}

/**
 * The bytes of one frame that is not compressed. One-bit frames follow each other without padding, so these come with the bit
 * at which the frame begins.
 *
 * @throws InputError for pixel data of another length than rows, columns, samples, bits and frames make, one byte of
 *   padding allowed.
 */
export function nativeFrame(
  { bytes, syntax, refuse }: DataSet,
  pixels: Element,
  module: PixelModule,
  frame: number,
): { bytes: Uint8Array; firstBit: number } {
  // In YBR_FULL_422 two pixels share their colour.
  const perPixel = module.photometric === "YBR_FULL_422" ? 2 : module.samples;
  const bits = module.rows * module.columns * perPixel * module.bitsAllocated;
  const expected = Math.ceil((bits * module.frames) / 8);
  const actual = pixels.to - pixels.from;
  if (actual !== expected && actual !== expected + (expected % 2)) {
    const found = `${expected} bytes expected, ${actual === Infinity ? "fragments" : actual} there`;
    throw refuse({ rule: "pixel data must fit the image's size", place: pixels, found });
  }
  const all = bytes.subarray(pixels.from, pixels.to);
  // Bytes in words change their places in big-endian files (PS3.5, 8.1.1).
  const isSwapped = pixels.vr === "OW" && !syntax.isLittleEndian && module.bitsAllocated <= 8;
  const first = frame * bits;
  return {
    bytes: (isSwapped ? swapped(all, 2) : all).subarray(Math.floor(first / 8), Math.ceil((first + bits) / 8)),
    firstBit: first % 8,
  };
}
