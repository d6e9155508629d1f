import type { ImageShape, PixelRange, Split } from "@tomograd/data";

/** Images without labels, as a split: so that they go through the same batches as all others. */
export function unlabelled(
  ids: readonly string[],
  imageShape: ImageShape,
  pixelRange: PixelRange,
  gather: Split["gather"],
): Split {
  return {
    name: "test",
    length: ids.length,
    ids,
    imageShape,
    pixelRange,
    gather,
    labels: new Uint8Array(ids.length),
    sha256: "",
  };
}

/** Writes one image into [C,H,W] float32, repeating grey where `channels` is 3. */
export function writeImage(
  out: Float32Array,
  offset: number,
  [channels, height, width]: ImageShape,
  source: { readonly channels: number; at(channel: number, pixel: number): number },
): void {
  const plane = height * width;
  for (let c = 0; c < channels; c++) {
    const from = source.channels === 1 ? 0 : c;
    for (let p = 0; p < plane; p++) out[offset + c * plane + p] = source.at(from, p);
  }
}
