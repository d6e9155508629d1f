import { InputError } from "@tomograd/kernels";
import sharp from "sharp";
import type { DicomImage, DicomOptions } from "../dicom/read-dicom.ts";
import { isDicom } from "../dicom/open-data-set.ts";
import type { BitDepth } from "./bit-depth.ts";
import { dicomImage } from "./dicom-image.ts";
import type { ImageInfo } from "./image-info.ts";
import { jpegInfo } from "./jpeg-info.ts";
import { pngInfo } from "./png-info.ts";
import { BILINEAR } from "./resample.ts";

/** A decoded image, channels of a pixel side by side. */
export interface Image {
  readonly format: "png" | "jpeg" | "dicom";
  readonly height: number;
  readonly width: number;
  /** The size in the file, before it was turned or resampled. */
  readonly stored: { readonly height: number; readonly width: number };
  readonly channels: 1 | 3;
  readonly bits: BitDepth;
  readonly data: Uint8Array | Uint16Array | Float32Array;
  /** The EXIF orientation that was applied (1 = none). */
  readonly orientation: number;
  /** What else is known of a DICOM image: its patient's key, and whether it says that text is burned into its pixels. */
  readonly dicom?: Pick<DicomImage, "patient" | "burnedIn">;
}

export interface ReadImageOptions {
  /** More than this is refused by the header, before decoding. */
  readonly maxPixels?: number;
  /** Resamples to this size, bilinear, without keeping the proportions. */
  readonly size?: { readonly height: number; readonly width: number };
  /** For DICOM files: the window, the frame, and the salt of patients' keys. */
  readonly dicom?: Pick<DicomOptions, "window" | "frame" | "salt">;
  /** Its name says that it is DICOM: what it lacks is then named. */
  readonly isNamedDicom?: boolean;
}

/**
 * Decodes a PNG, JPEG or DICOM file, known by its first bytes and not by its name.
 *
 * Palettes and fewer than 8 bits become 8-bit values, 16-bit PNGs keep their 16 bits, transparency is dropped, the EXIF
 * orientation is applied, colour profiles and gamma are ignored: the stored numbers count. DICOM: see `readDicom`.
 *
 * @throws InputError for other formats, CMYK, animations, too many pixels, and every file that does not decode without a warning.
 * @example const { data, width, height } = await readImage(await readFile("a.png"), "a.png");
 */
export async function readImage(bytes: Uint8Array, subject: string, options: ReadImageOptions = {}): Promise<Image> {
  const { maxPixels = 64e6, size } = options;
  const info = imageInfo(bytes, subject, options);
  if (!info) return await dicomImage(bytes, subject, options);
  if (info.width * info.height > maxPixels) {
    throw new InputError({
      subject,
      rule: `an image must not have more than ${maxPixels} pixels`,
      received: `size=${info.width}x${info.height}`,
      advice: "Resample it first",
    });
  }
  try {
    const source = sharp(bytes, { failOn: "warning", limitInputPixels: maxPixels, ignoreIcc: true });
    const { orientation = 1 } = await source.metadata();
    const grey = info.channels === 1;
    let pipeline = source.autoOrient().removeAlpha();
    if (size) pipeline = pipeline.resize({ ...size, ...BILINEAR });
    const space = info.bits === 16 ? (grey ? "grey16" : "rgb16") : grey ? "b-w" : "srgb";
    const raw = pipeline.toColourspace(space).raw({ depth: info.bits === 16 ? "ushort" : "uchar" });
    const { data, info: out } = await raw.toBuffer({ resolveWithObject: true });
    if (out.channels !== info.channels) throw new Error(`${out.channels} channels instead of ${info.channels}`);
    const values = info.bits === 16 ? new Uint16Array(new Uint8Array(data).buffer) : new Uint8Array(data);
    const { format, channels, bits } = info;
    const stored = { height: info.height, width: info.width };
    return { format, height: out.height, width: out.width, stored, channels, bits, data: values, orientation };
  } catch (cause) {
    throw new InputError({
      subject,
      rule: `the ${info.format.toUpperCase()} file must decode without warnings`,
      received: `decoder=${decoderText(cause)}`,
      advice: "Export the image again",
      cause,
    });
  }
}

/** Undefined for DICOM. @throws InputError for anything but that, PNG and JPEG. */
function imageInfo(bytes: Uint8Array, subject: string, { isNamedDicom }: ReadImageOptions): ImageInfo | undefined {
  if (bytes.length === 0) throw new InputError({ subject, rule: "an image must not be empty", received: "0 bytes" });
  const head = Buffer.from(bytes.subarray(0, 8)).toString("hex");
  if (head === "89504e470d0a1a0a") return pngInfo(bytes, subject);
  if (head.startsWith("ffd8ff")) return jpegInfo(bytes, subject);
  if (isNamedDicom || isDicom(bytes)) return undefined;
  throw new InputError({
    subject,
    rule: "images must be PNG, JPEG or DICOM by their first bytes",
    received: `first bytes=${head.replace(/..(?=.)/g, "$& ")}`,
    advice: "Convert the image, or take it out of the folder",
  });
}

function decoderText(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split("\n").join(" ").slice(0, 160);
}
