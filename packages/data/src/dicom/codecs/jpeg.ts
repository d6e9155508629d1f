import sharp from "sharp";
import type { Codec } from "./codec.ts";
import { checkFrameHeader, jpegSegments } from "./jpeg-segments.ts";

const [APP0, APP14] = [0xe0, 0xee];
const ADOBE = Buffer.from("Adobe");

/**
 * JPEG baseline, extended and progressive with 8 bits. The samples come as they are stored: whether they are RGB or YBR is what
 * PhotometricInterpretation says, except where an Adobe marker tells that RGB were coded as YBR.
 *
 * @throws InputError for 12 bits, other codings, and every frame that does not decode without a warning.
 */
export const decodeJpeg: Codec = async (bytes, module, fail) => {
  const segments = jpegSegments(bytes, fail);
  const { precision } = checkFrameHeader(bytes, segments, [0xc0, 0xc1, 0xc2], module, fail);
  if (precision !== 8) throw fail("must have 8 bits a sample", `precision=${precision}`);
  const adobe = segments.find(({ marker, from }) => marker === APP14 && ADOBE.equals(bytes.subarray(from, from + 5)));
  const transform = adobe && adobe.to - adobe.from >= 12 ? bytes[adobe.from + 11] : 0;
  const isCodedYbr = module.photometric === "RGB" && transform === 1;
  const parts: Uint8Array[] = [Uint8Array.of(0xff, 0xd8, 0xff, APP14, 0, 14), ADOBE, Uint8Array.of(0, 100, 0, 0, 0, 0)];
  parts.push(Uint8Array.of(isCodedYbr ? 1 : 0));
  let kept = 2;
  for (const { marker, from, to } of segments) {
    if (marker !== APP0 && marker !== APP14) continue;
    parts.push(bytes.subarray(kept, from - 4));
    kept = to;
  }
  parts.push(bytes.subarray(kept));
  try {
    const limitInputPixels = module.rows * module.columns;
    const source = sharp(Buffer.concat(parts), { failOn: "warning", limitInputPixels, ignoreIcc: true });
    const raw = source.toColourspace(module.samples === 1 ? "b-w" : "srgb").raw();
    const { data, info } = await raw.toBuffer({ resolveWithObject: true });
    if (info.channels !== module.samples) throw new Error(`${info.channels} channels`);
    return { values: new Uint8Array(data), isPlanar: false };
  } catch (cause) {
    throw fail("must decode without warnings", undefined, cause);
  }
};
