import charls from "@cornerstonejs/codec-charls/decodewasmjs";
import type { Codec } from "./codec.ts";
import { checkFrameHeader, jpegSegments } from "./jpeg-segments.ts";
import { decodeByWasm } from "./wasm-decoder.ts";

const SOF55 = 0xf7;

/**
 * JPEG-LS, lossless and near-lossless, by CharLS.
 *
 * @throws InputError for a header that contradicts the file, and what CharLS refuses.
 * @see ITU-T T.87
 */
export const decodeJpegLs: Codec = async (bytes, module, fail) => {
  checkFrameHeader(bytes, jpegSegments(bytes, fail), [SOF55], module, fail);
  return await decodeByWasm(
    charls,
    ({ JpegLSDecoder }) => new JpegLSDecoder(),
    bytes,
    module,
    fail,
    (decoder) => ({
      // 0: plane after plane; 1: line after line, which CharLS puts side by side, as 2 is.
      isPlanar: module.samples > 1 && decoder.getInterleaveMode() === 0,
    }),
  );
};
