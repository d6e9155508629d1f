import type { Codec, FailFrame } from "./codecs/codec.ts";
import { decodeJpeg2000 } from "./codecs/jpeg-2000.ts";
import { decodeJpegLossless } from "./codecs/jpeg-lossless.ts";
import { decodeJpegLs } from "./codecs/jpeg-ls.ts";
import { decodeJpeg } from "./codecs/jpeg.ts";
import { decodeRle } from "./codecs/rle.ts";
import type { DataSet, Element } from "./elements.ts";
import { compressedFrame, nativeFrame } from "./frame-bytes.ts";
import { nativeSamples } from "./native-samples.ts";
import type { PixelModule } from "./pixel-module.ts";
import { storedValues } from "./stored-values.ts";
import type { StoredValues } from "./stored-values.ts";
import type { Coding } from "./transfer-syntax.ts";

const CODECS: Readonly<Record<Exclude<Coding, "native">, { readonly name: string; readonly decode: Codec }>> = {
  rle: { name: "RLE", decode: decodeRle },
  jpeg: { name: "JPEG", decode: decodeJpeg },
  "jpeg-lossless": { name: "lossless JPEG", decode: decodeJpegLossless },
  "jpeg-ls": { name: "JPEG-LS", decode: decodeJpegLs },
  "jpeg-2000": { name: "JPEG 2000", decode: decodeJpeg2000 },
};

/**
 * The values of one frame as stored, samples of a pixel side by side. `frame` counts from 0.
 *
 * @throws InputError for pixel data that do not fit the image, are cut off, or do not decode.
 */
export async function frameValues(
  data: DataSet,
  pixels: Element,
  module: PixelModule,
  frame: number,
): Promise<StoredValues> {
  const { syntax, refuse } = data;
  if (syntax.coding === "native") {
    const raw = nativeSamples(nativeFrame(data, pixels, module, frame), module, syntax.isLittleEndian);
    return storedValues(raw, module.isPlanar, module);
  }
  const { name, decode } = CODECS[syntax.coding];
  const fail: FailFrame = (rule, found, cause) =>
    refuse({
      rule: `the ${name} frame ${rule}`,
      place: pixels,
      ...(found !== undefined && { found }),
      advice: "Export the file again",
      cause,
    });
  const { values, isPlanar } = await decode(compressedFrame(data, pixels, module, frame), module, fail);
  return storedValues(values, isPlanar, module);
}
