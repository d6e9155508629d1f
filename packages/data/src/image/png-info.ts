import { crc32 } from "node:zlib";
import { InputError } from "@tomograd/kernels";
import type { ImageInfo } from "./image-info.ts";

/** Bit depths allowed for each colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Walks through the chunks of a PNG file, whose first 8 bytes are known to be a PNG's, and returns what its header says.
 *
 * @throws InputError for a chunk that is cut off or has a wrong CRC, a header outside the standard, an animation, a missing
 *   IDAT or IEND.
 * @see https://www.w3.org/TR/png-3/
 */
export function pngInfo(bytes: Uint8Array, subject: string): ImageInfo {
  const fail = (rule: string, received?: string) =>
    new InputError({
      subject,
      rule,
      ...(received === undefined ? {} : { received }),
      advice: "Export the image again",
    });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let info: ImageInfo | undefined;
  let hasData = false;
  for (let at = 8; ;) {
    const length = at + 12 <= bytes.length ? view.getUint32(at) : Infinity;
    const end = at + 12 + length;
    if (end > bytes.length) throw fail("a PNG must end with an IEND chunk", `cut off at byte ${at} of ${bytes.length}`);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw fail("every PNG chunk must have the CRC that it announces", `chunk at byte ${at}`);
    }
    if ((type === "IHDR") !== (at === 8)) throw fail("a PNG must begin with its one IHDR chunk");
    if (type === "IHDR") info = headerInfo(view, at + 8, length, fail);
    if (type === "acTL") throw fail("animated PNGs are not read");
    if (type === "IDAT") hasData = true;
    if (type === "IEND") break;
    at = end;
  }
  if (!info || !hasData) throw fail("a PNG must hold an IDAT chunk");
  return info;
}

type Fail = (rule: string, received?: string) => InputError;

function headerInfo(view: DataView, at: number, length: number, fail: Fail): ImageInfo {
  if (length !== 13) throw fail("an IHDR chunk has 13 bytes", `bytes=${length}`);
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, colour] = [view.getUint8(at + 8), view.getUint8(at + 9)];
  const methods = [view.getUint8(at + 10), view.getUint8(at + 11), view.getUint8(at + 12)];
  if (width < 1 || height < 1) throw fail("an image has at least one pixel", `size=${width}x${height}`);
  if (!DEPTHS[colour]?.includes(depth)) {
    throw fail("the PNG's colour type and bit depth must go together", `colour type=${colour}, bit depth=${depth}`);
  }
  if (methods[0] !== 0 || methods[1] !== 0 || (methods[2] ?? 2) > 1) {
    throw fail(
      "the PNG's compression, filter and interlace methods must be known ones",
      `methods=${methods.join(",")}`,
    );
  }
  return { format: "png", width, height, channels: colour === 0 || colour === 4 ? 1 : 3, bits: depth === 16 ? 16 : 8 };
}
