import { readFileBytes } from "../files/read-file-bytes.ts";
import { readImage } from "../image/read-image.ts";
import type { Image } from "../image/read-image.ts";
import { factsOf } from "./sample-facts.ts";
import type { SampleFacts } from "./sample-facts.ts";

/** An image file to decode, in whatever thread. */
export interface ImageRequest {
  readonly path: string;
  /** How errors call it. */
  readonly subject: string;
  /** Resamples to this size. */
  readonly size?: { readonly height: number; readonly width: number } | undefined;
}

export interface DecodedImage extends Image {
  readonly facts: SampleFacts;
}

/** Far beyond any image of the pixels allowed, and far below what would exhaust the memory. */
const MAX_FILE = 2 ** 29;

/** @throws InputError as `readImage` does, and for a file that cannot be read. */
export async function decodeImage({ path, subject, size }: ImageRequest): Promise<DecodedImage> {
  const image = await readImage(await readFileBytes(path, subject, MAX_FILE), subject, size ? { size } : {});
  const file = { format: image.format, ...image.stored };
  return { ...image, facts: { ...factsOf(image.data, image.channels, "hwc"), file } };
}
