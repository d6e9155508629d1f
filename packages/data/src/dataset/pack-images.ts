import { InputError } from "@tomograd/kernels";
import { shownName } from "../shown-name.ts";
import type { Pixels } from "./pixels.ts";
import type { LabelledImage } from "./read-images.ts";

/**
 * Puts images of one size side by side into one array; grey ones among colour ones are repeated.
 *
 * @throws InputError for images of several sizes or bit depths, with the first two.
 */
export function packImages(images: readonly LabelledImage[], subject: string): Pixels {
  const [first] = images as [LabelledImage];
  const sizeOf = ({ image }: LabelledImage) => `${image.height}x${image.width}`;
  checkEqual(images, sizeOf, subject, "images must have one size", "Pass --image-size H[xW] to resample them");
  const bitsOf = ({ image }: LabelledImage) => `${image.bits} bits`;
  checkEqual(images, bitsOf, subject, "images must have one bit depth", "Convert them to 8 or to 16 bits");
  const { height, width, bits } = first.image;
  const channels = images.some(({ image }) => image.channels === 3) ? 3 : 1;
  const length = images.length * channels * height * width;
  const data = bits === 16 ? new Uint16Array(length) : new Uint8Array(length);
  const size = channels * height * width;
  for (const [i, { image }] of images.entries()) {
    if (image.channels === channels) data.set(image.data, i * size);
    else for (let p = 0; p < size; p++) data[i * size + p] = image.data[Math.floor(p / 3)] as number;
  }
  return { data, count: images.length, channels, height, width, order: "hwc", scale: bits === 16 ? 65535 : 255 };
}

function checkEqual(
  images: readonly LabelledImage[],
  of: (image: LabelledImage) => string,
  subject: string,
  rule: string,
  advice: string,
): void {
  const [first] = images as [LabelledImage];
  const other = images.find((image) => of(image) !== of(first));
  if (!other) return;
  const shown = [first, other].map((each) => `${shownName(each.file.path)}=${of(each)}`);
  throw new InputError({ subject, rule, received: shown.join(", "), advice });
}
