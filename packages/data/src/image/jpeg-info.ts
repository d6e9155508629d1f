import { InputError } from "@tomograd/kernels";
import type { ImageInfo } from "./image-info.ts";

/**
 * Reads the segments of a JPEG file, whose first 3 bytes are known to be a JPEG's, up to its frame header.
 *
 * @throws InputError for segments that are cut off, a file without end marker, and what is not read: lossless and arithmetic
 *   coding, other than 8 bits a sample, CMYK.
 * @see ITU-T T.81, annex B
 */
export function jpegInfo(bytes: Uint8Array, subject: string): ImageInfo {
  const fail = (rule: string, received?: string, advice = "Export the image again") =>
    new InputError({ subject, rule, ...(received === undefined ? {} : { received }), advice });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frame = findFrame(view, fail);
  if (frame.end > bytes.length || frame.end < frame.at + 8) throw fail("a JPEG's frame header must be complete");
  if (frame.marker > 0xc2) {
    throw fail("JPEGs must be baseline or progressive with Huffman coding", `marker=FF${frame.marker.toString(16)}`);
  }
  const bits = view.getUint8(frame.at + 2);
  const [height, width] = [view.getUint16(frame.at + 3), view.getUint16(frame.at + 5)];
  const channels = view.getUint8(frame.at + 7);
  if (bits !== 8) throw fail("JPEGs must have 8 bits a sample", `bits=${bits}`);
  if (channels === 4) throw fail("CMYK images are not read", "channels=4", "Convert it to RGB or grey first");
  if (channels !== 1 && channels !== 3) throw fail("a JPEG must have 1 or 3 channels", `channels=${channels}`);
  if (width < 1 || height < 1) throw fail("an image has at least one pixel", `size=${width}x${height}`);
  if (!hasEnd(bytes)) throw fail("a JPEG must end with its end marker", `${bytes.length} bytes, cut off`);
  return { format: "jpeg", width, height, channels, bits: 8 };
}

type Fail = (rule: string, received?: string) => InputError;

/** The first frame header (SOF0 … SOF15) and where its segment lies. */
function findFrame(view: DataView, fail: Fail): { marker: number; at: number; end: number } {
  let at = 2;
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) throw fail("a JPEG's segments must follow each other", `byte=${at}`);
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2) throw fail("a JPEG segment has at least 2 bytes", `byte=${at}`);
    // C4, C8 and CC lie among the frame headers, but are tables.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { marker, at: at + 2, end: at + 2 + length };
    if (marker === 0xda || marker === 0xd9) break;
    at += 2 + length;
  }
  throw fail("a JPEG must hold a frame header before its data");
}

/** Whether an end marker stands at the end, some padding after it allowed. */
function hasEnd(bytes: Uint8Array): boolean {
  const first = Math.max(0, bytes.length - 1024);
  for (let at = bytes.length - 2; at >= first; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}
