import { readFileBytes } from "../files/read-file-bytes.ts";
import { readImage } from "../image/read-image.ts";
import type { Image, ReadImageOptions } from "../image/read-image.ts";
import { factsOf } from "./sample-facts.ts";
import type { SampleFacts } from "./sample-facts.ts";

/** An image file to decode, in whatever thread. */
export interface ImageRequest {
  readonly path: string;
  /** How errors call it. */
  readonly subject: string;
  /** Resamples to this size. */
  readonly size?: { readonly height: number; readonly width: number } | undefined;
  readonly dicom?: ReadImageOptions["dicom"];
}

export interface DecodedImage extends Image {
  readonly facts: SampleFacts;
}

/** Far beyond any image of the pixels allowed, and far below what would exhaust the memory. */
const MAX_FILE = 2 ** 29;

/** Whether a file says by its name that it is DICOM. */
export function isNamedDicom(path: string): boolean {
  return /\.(dcm|dicom|ima)$/i.test(path);
}

/** @throws InputError as `readImage` does, and for a file that cannot be read. */
export async function decodeImage({ path, subject, size, dicom }: ImageRequest): Promise<DecodedImage> {
  const bytes = await readFileBytes(path, subject, MAX_FILE);
  const options = { isNamedDicom: isNamedDicom(path), ...(size && { size }), ...(dicom && { dicom }) };
  const image = await readImage(bytes, subject, options);
  const file = { format: image.format, ...image.stored };
  return { ...image, facts: { ...factsOf(image.data, image.channels, "hwc"), file } };
}
