import type { DataSet, Element } from "./elements.ts";
import { findElements } from "./elements.ts";
import { frameValues } from "./frame-values.ts";
import { greyValues } from "./grey-values.ts";
import { openDataSet } from "./open-data-set.ts";
import { patientKey } from "./patient-key.ts";
import { readPixelModule } from "./pixel-module.ts";
import type { PixelModule } from "./pixel-module.ts";
import type { StoredValues } from "./stored-values.ts";
import { TAG } from "./tags.ts";
import { knownCode } from "./values.ts";
import type { DicomWindow } from "./window.ts";
import { ybrToRgb } from "./ybr.ts";

export interface DicomOptions {
  /** What grey values are mapped to [0,1]; `none`, the default, leaves them as rescaled. */
  readonly window?: DicomWindow | undefined;
  /** Which frame of several, from 1 on. */
  readonly frame?: number | undefined;
  /** Makes `patient` comparable among files that were read with the same salt. */
  readonly salt?: string | undefined;
  /** More than this is refused by the header, before decoding. */
  readonly maxPixels?: number | undefined;
}

/** An image of a DICOM file, channels of a pixel side by side. */
export interface DicomImage {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** 32: float32, grey values as rescaled or windowed. */
  readonly bits: 8 | 16 | 32;
  readonly data: Uint8Array | Uint16Array | Float32Array;
  /** Stands for the patient; only where a salt was given and the file names one. */
  readonly patient: string | undefined;
  /** Whether text is burned into the pixels, as far as the file says. */
  readonly burnedIn: "YES" | "NO" | undefined;
}

/** The values of one frame before anything is done to them. */
export interface StoredImage extends PixelModule {
  readonly data: StoredValues;
}

interface Frame {
  readonly data: DataSet;
  readonly elements: ReadonlyMap<number, Element>;
  readonly module: PixelModule;
  readonly stored: StoredValues;
}

/**
 * Reads the pixels of a DICOM file: explicit and implicit, big-endian and deflated, RLE, JPEG with 8 bits, lossless JPEG, JPEG-LS
 * and JPEG 2000. Grey values are rescaled, which makes CT's Hounsfield units, and windowed on request; colours become RGB.
 *
 * Of all elements only those of the pixels, their rescaling and window are looked at; no name, date or text is ever read.
 *
 * @throws InputError with tag and byte, and never a text of the file, for everything that is damaged or not read: palettes,
 *   several frames without one chosen, other transfer syntaxes, a window for colours.
 * @see DICOM PS3.3, PS3.5, PS3.10
 * @example const { data, width } = await readDicom(await readFile("a.dcm"), "a.dcm", { window: "lung" });
 */
export async function readDicom(bytes: Uint8Array, subject: string, options: DicomOptions = {}): Promise<DicomImage> {
  const { data, elements, module, stored } = await readFrame(bytes, subject, options);
  const { window = "none", salt } = options;
  return {
    height: module.rows,
    width: module.columns,
    channels: module.samples,
    ...(module.samples === 3
      ? colours(data, elements, module, stored, window)
      : withBits(greyValues(data, elements, module, stored, window))),
    patient: salt === undefined ? undefined : patientKey(data, elements.get(TAG.patientId), salt),
    burnedIn: knownCode(data, elements.get(TAG.burnedInAnnotation), ["YES", "NO"]),
  };
}

/**
 * The values of one frame as stored, in their own type: not rescaled, YBR not converted.
 *
 * @throws InputError as `readDicom` does.
 */
export async function readStoredDicom(
  bytes: Uint8Array,
  subject: string,
  options: Pick<DicomOptions, "frame" | "maxPixels"> = {},
): Promise<StoredImage> {
  const { module, stored } = await readFrame(bytes, subject, options);
  return { ...module, data: stored };
}

async function readFrame(
  bytes: Uint8Array,
  subject: string,
  { frame, maxPixels = 64e6 }: DicomOptions,
): Promise<Frame> {
  const data = await openDataSet(bytes, subject, maxPixels);
  const elements = findElements(data);
  const { module, pixels } = readPixelModule(data, elements, maxPixels);
  if (frame === undefined ? module.frames > 1 : frame > module.frames) {
    throw data.refuse({
      rule: frame === undefined ? "one of several frames must be chosen" : `frame ${frame} must be there`,
      place: elements.get(TAG.numberOfFrames) ?? { tag: TAG.numberOfFrames },
      found: `frames=${module.frames}`,
      advice: "Pass --dicom-frame with a number from 1 on",
    });
  }
  return { data, elements, module, stored: await frameValues(data, pixels, module, (frame ?? 1) - 1) };
}

function colours(
  { refuse }: DataSet,
  elements: ReadonlyMap<number, Element>,
  { photometric, bitsStored }: PixelModule,
  stored: StoredValues,
  window: DicomWindow,
): Pick<DicomImage, "data" | "bits"> {
  const place = elements.get(TAG.photometric);
  if (window !== "none") throw refuse({ rule: "a window is for grey images", place, found: photometric });
  if (stored instanceof Uint8Array && bitsStored === 8) {
    if (photometric === "YBR_FULL" || photometric === "YBR_FULL_422") ybrToRgb(stored);
    return { data: stored, bits: 8 };
  }
  if (stored instanceof Uint16Array && bitsStored === 16 && photometric === "RGB") return { data: stored, bits: 16 };
  const bits = elements.get(TAG.bitsStored);
  throw refuse({
    rule: "colours must have 8 unsigned bits, or 16 as RGB",
    place: bits,
    found: `BitsStored=${bitsStored}`,
  });
}

function withBits(data: Uint8Array | Float32Array): Pick<DicomImage, "data" | "bits"> {
  return { data, bits: data instanceof Uint8Array ? 8 : 32 };
}
