import type { DataSet, Element } from "./elements.ts";
import type { Place } from "./refusal.ts";
import { TAG } from "./tags.ts";
import { firstNumber, knownCode, unsignedShort } from "./values.ts";

const PHOTOMETRICS = ["MONOCHROME1", "MONOCHROME2", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT"] as const;
const NOT_READ = ["PALETTE COLOR", "HSV", "ARGB", "CMYK", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "XYB"] as const;

export type Photometric = (typeof PHOTOMETRICS)[number];

/** What the Image Pixel module says. @see DICOM PS3.3, C.7.6.3 */
export interface PixelModule {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 3;
  readonly photometric: Photometric;
  /** Whether the planes of the samples follow each other. */
  readonly isPlanar: boolean;
  readonly bitsAllocated: 1 | 8 | 16 | 32;
  /** How many of the allocated bits count, from the lowest one. */
  readonly bitsStored: number;
  readonly isSigned: boolean;
  readonly frames: number;
}

/** @throws InputError for what is missing, out of range, or not read: palettes, float pixels, other bit depths. */
export function readPixelModule(
  data: DataSet,
  elements: ReadonlyMap<number, Element>,
  maxPixels: number,
): { module: PixelModule; pixels: Element } {
  const { refuse } = data;
  const pixels = pixelElement(data, elements);
  const need = (tag: number, name: string): Element => {
    const element = elements.get(tag);
    if (element) return element;
    throw refuse({ rule: `${name} must be there`, place: { tag }, found: "none" });
  };
  const fail = (rule: string, place: Place, found: string) => refuse({ rule, place, found });
  const short = (tag: number, name: string) => unsignedShort(data, need(tag, name), name);
  const oneOf = <const T extends number>(tag: number, name: string, allowed: readonly T[]): T => {
    const value = short(tag, name);
    const found = allowed.find((one) => one === value);
    if (found !== undefined) return found;
    throw fail(`${name} must be ${allowed.join(" or ")}`, need(tag, name), `${name}=${value}`);
  };

  const photometric = photometricOf(data, need(TAG.photometric, "PhotometricInterpretation"));
  const samples = oneOf(TAG.samplesPerPixel, "SamplesPerPixel", photometric.startsWith("MONO") ? [1] : [3]);
  const [rows, columns] = [short(TAG.rows, "Rows"), short(TAG.columns, "Columns")];
  if (rows * columns < 1 || rows * columns > maxPixels) {
    const rule = `an image must have from 1 to ${maxPixels} pixels`;
    throw fail(rule, need(TAG.rows, "Rows"), `size=${columns}x${rows}`);
  }
  const bitsAllocated = oneOf(TAG.bitsAllocated, "BitsAllocated", [1, 8, 16, 32]);
  const bitsStored = short(TAG.bitsStored, "BitsStored");
  if (bitsStored < 1 || bitsStored > bitsAllocated) {
    const place = need(TAG.bitsStored, "BitsStored");
    throw fail(`BitsStored must be from 1 to ${bitsAllocated}`, place, `BitsStored=${bitsStored}`);
  }
  oneOf(TAG.highBit, "HighBit", [bitsStored - 1]);
  const isSigned = oneOf(TAG.pixelRepresentation, "PixelRepresentation", [0, 1]) === 1;
  const isPlanar = samples === 3 && oneOf(TAG.planarConfiguration, "PlanarConfiguration", [0, 1]) === 1;
  const frames = frameCount(data, elements.get(TAG.numberOfFrames));
  const module = { rows, columns, samples, photometric, isPlanar, bitsAllocated, bitsStored, isSigned, frames };
  return { module, pixels };
}

function pixelElement({ refuse }: DataSet, elements: ReadonlyMap<number, Element>): Element {
  const pixels = elements.get(TAG.pixels);
  if (pixels) return pixels;
  const float = elements.get(TAG.floatPixels) ?? elements.get(TAG.doublePixels);
  if (float) throw refuse({ rule: "float pixel data are not read", place: float, advice: "Export integers" });
  throw refuse({
    rule: "the file must hold pixel data",
    place: { tag: TAG.pixels },
    found: "none",
    advice: "Give a DICOM image, not a report, a plan or a set of contours",
  });
}

function photometricOf(data: DataSet, element: Element): Photometric {
  const known = knownCode(data, element, PHOTOMETRICS);
  if (known) return known;
  const other = knownCode(data, element, NOT_READ);
  throw data.refuse({
    rule: `PhotometricInterpretation must be ${PHOTOMETRICS.join(", ")}`,
    place: element,
    found: `PhotometricInterpretation=${other ?? "unknown"}`,
    advice: "Export the image as grey or RGB",
  });
}

function frameCount(data: DataSet, element: Element | undefined): number {
  if (!element) return 1;
  const frames = firstNumber(data, element, "NumberOfFrames");
  if (Number.isSafeInteger(frames) && frames >= 1) return frames;
  throw data.refuse({ rule: "NumberOfFrames must be a positive integer", place: element, found: "another number" });
}
