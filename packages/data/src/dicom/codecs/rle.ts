import type { RawSamples } from "../native-samples.ts";
import type { Codec } from "./codec.ts";

const HEADER = 64;

/**
 * RLE: one segment for each byte of a sample, the highest first, each packed in runs; planes follow each other.
 *
 * @throws InputError for segments that are too many, too few, or do not fill the image.
 * @see DICOM PS3.5, annex G
 */
export const decodeRle: Codec = (bytes, { rows, columns, samples, bitsAllocated }, fail) => {
  const bytesPerSample = Math.ceil(bitsAllocated / 8);
  const segments = samples * bytesPerSample;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bitsAllocated === 1 || bytes.length < HEADER || view.getUint32(0, true) !== segments) {
    throw fail(`must have ${segments} segments`);
  }
  const offsets = Array.from({ length: segments }, (_, i) => view.getUint32(4 + 4 * i, true));
  const plane = rows * columns;
  const out: RawSamples =
    bytesPerSample === 1
      ? new Uint8Array(plane * samples)
      : bytesPerSample === 2
        ? new Uint16Array(plane * samples)
        : new Uint32Array(plane * samples);
  offsets.forEach((offset, i) => {
    const end = offsets[i + 1] ?? bytes.length;
    if (offset < HEADER || offset > end || end > bytes.length) throw fail("must have its segments in order");
    const sample = Math.floor(i / bytesPerSample);
    const shift = 8 * (bytesPerSample - 1 - (i % bytesPerSample));
    const target = out.subarray(sample * plane, (sample + 1) * plane);
    if (!unpack(bytes.subarray(offset, end), target, shift)) throw fail("must fill the image");
  });
  return { values: out, isPlanar: true };
};

/** Sets one byte of every value of `out`; false where the runs end before. */
function unpack(packed: Uint8Array, out: RawSamples, shift: number): boolean {
  let from = 0;
  let to = 0;
  while (to < out.length) {
    const head = packed[from++];
    if (head === undefined) return false;
    if (head === 128) continue;
    const isRun = head > 128;
    const count = isRun ? 257 - head : head + 1;
    if (to + count > out.length || from + (isRun ? 1 : count) > packed.length) return false;
    for (let i = 0; i < count; i++, to++) {
      out[to] = ((out[to] as number) | ((packed[isRun ? from : from + i] as number) << shift)) >>> 0;
    }
    from += isRun ? 1 : count;
  }
  return true;
}
