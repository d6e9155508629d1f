import sharp from "sharp";
import { encodePng } from "./png-fixture.ts";
import type { PngFixture } from "./png-fixture.ts";
import { readImage } from "./read-image.ts";

const grey = {
  width: 2,
  height: 2,
  depth: 8,
  colour: 0,
  rows: [
    [10, 20],
    [30, 40],
  ],
};
/** A 2 x 2 grey PNG with other fields. */
export const png = (fields: Partial<PngFixture>) => encodePng({ ...grey, ...fields });
export const read = (bytes: Uint8Array) => readImage(bytes, "a.png");
export const pixels = async (bytes: Uint8Array) => [...(await read(bytes)).data];

/** A JPEG in which no two neighbours are the same, to be written. */
export function jpeg(size = 16, channels: 1 | 3 = 3) {
  const raw = Uint8Array.from({ length: size * size * channels }, (_, i) => i * 7);
  const image = sharp(raw, { raw: { width: size, height: size, channels } });
  return (channels === 1 ? image.toColourspace("b-w") : image).jpeg();
}
