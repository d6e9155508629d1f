import type { PixelModule } from "../pixel-module.ts";
import type { FailFrame } from "./codec.ts";

/** One marker of a JPEG or JPEG-LS stream and where its segment's content lies. */
export interface JpegSegment {
  readonly marker: number;
  readonly from: number;
  readonly to: number;
}

const [START_OF_SCAN, END_OF_IMAGE] = [0xda, 0xd9];

/**
 * The segments of a JPEG stream up to its first scan, that one included.
 *
 * @throws InputError for a stream that does not begin as one, is cut off, or has no end marker.
 * @see ITU-T T.81, annex B
 */
export function jpegSegments(bytes: Uint8Array, fail: FailFrame): JpegSegment[] {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || !hasEnd(bytes)) throw fail("must begin and end with its markers");
  const segments: JpegSegment[] = [];
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1] as number;
    if (bytes[at] !== 0xff) break;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const to = at + 2 + (bytes[at + 2] as number) * 256 + (bytes[at + 3] as number);
    if (to < at + 4 || to > bytes.length) break;
    segments.push({ marker, from: at + 4, to });
    if (marker === START_OF_SCAN) return segments;
    at = to;
  }
  throw fail("must have complete segments up to its data");
}

/**
 * Checks the frame header among segments against the pixel module; returns its precision and where it lies.
 *
 * @throws InputError for no header of one of these markers, or another size, number of samples or precision.
 */
export function checkFrameHeader(
  bytes: Uint8Array,
  segments: readonly JpegSegment[],
  markers: readonly number[],
  module: PixelModule,
  fail: FailFrame,
): { precision: number; header: JpegSegment } {
  const header = segments.find(({ marker }) => markers.includes(marker));
  if (!header || header.to - header.from < 6) throw fail("must have the header of its kind");
  const view = new DataView(bytes.buffer, bytes.byteOffset + header.from, header.to - header.from);
  const precision = view.getUint8(0);
  checkSize(
    { precision, rows: view.getUint16(1), columns: view.getUint16(3), samples: view.getUint8(5) },
    module,
    fail,
  );
  if (view.byteLength !== 6 + 3 * module.samples) throw fail("must describe its components");
  return { precision, header };
}

/** Size, samples and bits as a stream's own header tells them. */
export interface StreamSize {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly precision: number;
}

/** @throws InputError where a stream's own header contradicts the pixel module. */
export function checkSize(stream: StreamSize, module: PixelModule, fail: FailFrame): void {
  const { rows, columns, samples, bitsStored, bitsAllocated } = module;
  const isSame = stream.rows === rows && stream.columns === columns && stream.samples === samples;
  if (!isSame) {
    const shown = (size: Omit<StreamSize, "precision">) => `${size.columns}x${size.rows}x${size.samples}`;
    throw fail("must have the size that the file announces", `size=${shown(stream)} instead of ${shown(module)}`);
  }
  if (stream.precision < 2 || stream.precision > Math.min(16, bitsAllocated) || bitsAllocated > 16) {
    throw fail("must fit the bits allocated", `precision=${stream.precision}, BitsStored=${bitsStored}`);
  }
}

/** Whether an end marker stands at the end, some padding after it allowed. */
export function hasEnd(bytes: Uint8Array): boolean {
  const first = Math.max(0, bytes.length - 64);
  for (let at = bytes.length - 2; at >= first; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === END_OF_IMAGE) return true;
  }
  return false;
}
