import { InputError } from "@tomograd/kernels";
import type { DecodePool } from "../decode/decode-pool.ts";
import { allInOrder } from "../files/all-in-order.ts";
import type { PixelKeeper } from "./pixel-keeper.ts";
import type { PixelSource } from "./pixels.ts";
import { largestValue } from "../image/bit-depth.ts";
import { idOf } from "./read-images.ts";
import type { LabelledImage } from "./read-images.ts";

const TYPES = { 8: "uint8", 16: "uint16", 32: "float32" } as const;

/**
 * The images of a set, kept in memory or decoded again when they are asked for; grey ones may be among colour ones.
 *
 * @throws InputError for images of several sizes or bit depths, with the first two; and in `read` as `decodeImage` does,
 *   and for a file that holds another image than it did.
 */
export function imageSource(
  images: readonly LabelledImage[],
  subject: string,
  kept: PixelKeeper,
  pool: DecodePool,
): PixelSource {
  const [first] = images as [LabelledImage];
  const sizeOf = ({ image }: LabelledImage) => `${image.height}x${image.width}`;
  checkEqual(images, sizeOf, subject, "images must have one size", "Pass --image-size H[xW] to resample them");
  const bitsOf = ({ image }: LabelledImage) => `${image.bits} bits${image.bits === 32 ? " (float)" : ""}`;
  checkEqual(images, bitsOf, subject, "images must have one bit depth", "Convert them to one kind");
  const { height, width, bits } = first.image;
  const channels = images.some(({ image }) => image.channels === 3) ? 3 : 1;
  const kind = { type: TYPES[bits], scale: largestValue(bits) };
  const read: PixelSource["read"] = kept.isFull
    ? async (indices, take, signal) => {
        const decodeOne = async (index: number, i: number): Promise<void> => {
          const { request, image } = images[index] as LabelledImage;
          const { data, facts } = await pool.decode(request, signal);
          if (facts.digest !== image.facts.digest) throw changed(request.subject);
          take(data, i);
        };
        await allInOrder(Array.from(indices, decodeOne));
      }
    : (indices, take) => {
        for (let i = 0; i < indices.length; i++) {
          const pixels = kept.get(images[indices[i] as number] as LabelledImage);
          if (pixels) take(pixels, i);
        }
      };
  return { ...kind, channels, height, width, order: "hwc", read };
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
  const shown = [first, other].map((each) => `${idOf(each.file)}=${of(each)}`);
  throw new InputError({ subject, rule, received: shown.join(", "), advice });
}

function changed(subject: string): InputError {
  const advice = "Start again when nothing writes to it any more";
  return new InputError({ subject, rule: "an image must not change while it is in use", advice });
}
