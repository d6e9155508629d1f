import type { DataSet, Element } from "./elements.ts";
import type { PixelModule } from "./pixel-module.ts";
import { TAG } from "./tags.ts";
import { storedRange } from "./stored-values.ts";
import type { StoredValues } from "./stored-values.ts";
import { firstNumber, knownCode } from "./values.ts";
import { applyWindow, presetWindow } from "./window.ts";
import type { DicomWindow, VoiFunction, Window } from "./window.ts";

/** value = slope * stored + intercept. */
interface Rescale {
  readonly slope: number;
  readonly intercept: number;
  /** Whether the file says so, rather than nothing. */
  readonly isGiven: boolean;
}

/** Integers up to here are exact in float32. */
const EXACT = 2 ** 24;

/**
 * Grey values as they are meant: rescaled, and in the window asked for; MONOCHROME1, in which low is bright, turned over.
 * Values of 8 bits that are neither stay what they are.
 *
 * @throws InputError for a rescale or window that is no finite number or 0, one that is asked for and not there, a modality
 *   table, rescaling frame by frame, and values that float32 does not hold.
 * @see DICOM PS3.3, C.11.1 and C.11.2
 */
export function greyValues(
  data: DataSet,
  elements: ReadonlyMap<number, Element>,
  module: PixelModule,
  stored: StoredValues,
  asked: DicomWindow,
): Uint8Array | Float32Array {
  const rescale = readRescale(data, elements);
  const { window, kind } = readWindow(data, elements, rescale, asked);
  const { slope, intercept } = rescale;
  const isInverted = module.photometric === "MONOCHROME1";
  // A window is one of the values as they are, and turned over afterwards.
  if (isInverted && !window) turnOver(stored, module);
  if (!window && slope === 1 && intercept === 0 && stored instanceof Uint8Array && module.bitsStored === 8) {
    return stored;
  }
  checkExact(data, elements, stored, rescale);
  const values = linear(stored, slope, intercept);
  if (!window) return values;
  applyWindow(values, window, kind);
  return isInverted ? linear(values, -1, 1) : values;
}

/** The lowest value that the bits can hold becomes the highest, in place. */
function turnOver(stored: StoredValues, module: PixelModule): void {
  const [min, max] = storedRange(module);
  for (let i = 0; i < stored.length; i++) stored[i] = min + max - (stored[i] as number);
}

/** factor * value + offset. A loop, since an iterator takes many times as long over millions of pixels. */
function linear(values: StoredValues | Float32Array, factor: number, offset: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = factor * (values[i] as number) + offset;
  return out;
}

function readRescale(data: DataSet, elements: ReadonlyMap<number, Element>): Rescale {
  const table = elements.get(TAG.modalityLut);
  if (table) throw data.refuse({ rule: "a table of modality values is not read", place: table });
  for (const tag of [TAG.sharedGroups, TAG.perFrameGroups]) {
    const groups = elements.get(tag);
    if (groups && holdsRescale(data, groups, elements)) {
      throw data.refuse({ rule: "rescaling that stands in functional groups is not read", place: groups });
    }
  }
  const number = (tag: number, name: string, otherwise: number) => {
    const element = elements.get(tag);
    return element ? firstNumber(data, element, name) : otherwise;
  };
  const slope = number(TAG.rescaleSlope, "RescaleSlope", 1);
  const intercept = number(TAG.rescaleIntercept, "RescaleIntercept", 0);
  if (slope === 0) {
    throw data.refuse({ rule: "RescaleSlope must not be 0", place: elements.get(TAG.rescaleSlope) });
  }
  return { slope, intercept, isGiven: elements.has(TAG.rescaleSlope) && elements.has(TAG.rescaleIntercept) };
}

/** Whether the bytes of functional groups hold the tag of their rescaling, (0028,9145), anywhere. */
function holdsRescale({ bytes, syntax }: DataSet, groups: Element, elements: ReadonlyMap<number, Element>): boolean {
  const tag = syntax.isLittleEndian ? [0x28, 0, 0x45, 0x91] : [0, 0x28, 0x91, 0x45];
  const end = groups.to === Infinity ? elements.get(TAG.pixels)?.at : groups.to;
  return Buffer.from(bytes.buffer, bytes.byteOffset, end).includes(Buffer.from(tag), groups.from);
}

function readWindow(
  data: DataSet,
  elements: ReadonlyMap<number, Element>,
  { isGiven }: Rescale,
  asked: DicomWindow,
): { window: Window | undefined; kind: VoiFunction } {
  const { refuse } = data;
  if (asked === "none") return { window: undefined, kind: "LINEAR" };
  if (typeof asked === "object") return { window: asked, kind: "LINEAR" };
  if (asked !== "file") {
    if (isGiven) return { window: presetWindow(asked), kind: "LINEAR" };
    throw refuse({
      rule: `the window ${asked} is one of Hounsfield units, which need RescaleSlope and RescaleIntercept`,
      place: { tag: TAG.rescaleSlope },
      found: "none",
      advice: "Give a window as center,width",
    });
  }
  const [center, width] = [elements.get(TAG.windowCenter), elements.get(TAG.windowWidth)];
  if (!center || !width) {
    const advice = "Give a window as center,width";
    throw refuse({ rule: "the file must hold a window", place: { tag: TAG.windowCenter }, found: "none", advice });
  }
  const window = { center: firstNumber(data, center, "WindowCenter"), width: firstNumber(data, width, "WindowWidth") };
  const named = elements.get(TAG.voiFunction);
  const kind = named ? knownCode(data, named, ["LINEAR", "LINEAR_EXACT", "SIGMOID"]) : "LINEAR";
  if (!kind) throw refuse({ rule: "the window's function must be a known one", place: named });
  if (kind === "LINEAR" ? window.width >= 1 : window.width > 0) return { window, kind };
  throw refuse({ rule: `WindowWidth must be ${kind === "LINEAR" ? "at least 1" : "above 0"}`, place: width });
}

function checkExact(
  { refuse }: DataSet,
  elements: ReadonlyMap<number, Element>,
  stored: StoredValues,
  { slope, intercept }: Rescale,
): void {
  let [min, max] = [0, 0];
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (max > EXACT || min < -EXACT) {
    const place = elements.get(TAG.pixels);
    throw refuse({ rule: `stored values must not exceed 2^24, which float32 holds exactly`, place });
  }
  if ([min, max].every((value) => Number.isFinite(Math.fround(slope * value + intercept)))) return;
  throw refuse({ rule: "rescaled values must fit float32", place: elements.get(TAG.rescaleSlope) });
}
