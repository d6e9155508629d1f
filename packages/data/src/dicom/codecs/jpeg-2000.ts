import openjpeg from "@cornerstonejs/codec-openjpeg/decodewasmjs";
import type { Codec } from "./codec.ts";
import { checkSize, hasEnd } from "./jpeg-segments.ts";
import { decodeByWasm } from "./wasm-decoder.ts";

/** Start of codestream, and the SIZ segment that must follow. */
const START = "ff4fff51";

/**
 * JPEG 2000, lossless and lossy, by OpenJPEG.
 *
 * @throws InputError for a header that contradicts the file, a stream that is cut off, and what OpenJPEG refuses.
 * @see ITU-T T.800, annex A
 */
export const decodeJpeg2000: Codec = async (bytes, module, fail) => {
  if (Buffer.from(bytes.subarray(0, 4)).toString("hex") !== START || bytes.length < 45 || !hasEnd(bytes)) {
    throw fail("must begin and end with its markers");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (place: number) => view.getUint32(place);
  const precision = (view.getUint8(42) & 0x7f) + 1;
  const samples = view.getUint16(40);
  checkSize({ columns: at(8) - at(16), rows: at(12) - at(20), samples, precision }, module, fail);
  return await decodeByWasm(
    openjpeg,
    ({ J2KDecoder }) => new J2KDecoder(),
    bytes,
    module,
    fail,
    () => ({
      isPlanar: false,
    }),
  );
};
