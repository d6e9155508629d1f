import { applyNormalization, writePng, type Normalization, type PngPixels, type Split } from "@tomograd/data";
import { fromArrays, predict, type BatchSource, type Model } from "@tomograd/model";
import type { LiveSample } from "@tomograd/report";
import { eightBit } from "../eight-bit.ts";

const SAMPLES = 8;
/** Pixels of a picture's longer side, at the most. */
const LONGEST = 128;

/** A few validation samples from all over the split, which are looked at after every epoch. */
export class WatchedSamples {
  readonly #pictures: readonly Omit<LiveSample, "probability">[];
  readonly #batch: BatchSource;

  private constructor(pictures: readonly Omit<LiveSample, "probability">[], batch: BatchSource) {
    this.#pictures = pictures;
    this.#batch = batch;
  }

  static async take(split: Split, normalization: Normalization): Promise<WatchedSamples> {
    const count = Math.min(SAMPLES, split.length);
    const indices = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * split.length) / count));
    const [channels, height, width] = split.imageShape;
    const size = channels * height * width;
    const x = new Float32Array(count * size);
    await split.gather(indices, x);
    const shown = eightBit(split.pixelRange);
    const pictures = Array.from(indices, async (place, i) => {
      const png = await writePng(thumbnail(x.subarray(i * size, (i + 1) * size), split.imageShape, shown));
      return {
        // Its own name may be a patient's.
        name: `validation ${place + 1}`,
        image: `data:image/png;base64,${Buffer.from(png).toString("base64")}`,
        label: split.labels[place] === 1 ? 1 : 0,
      } as const;
    });
    const drawn = await Promise.all(pictures);
    applyNormalization(normalization, x, split.imageShape);
    const y = Float32Array.from(indices, (place) => split.labels[place]!);
    return new WatchedSamples(drawn, fromArrays(x, y, { batchSize: count }));
  }

  /** With what the network says of them now. */
  async judge(model: Model): Promise<LiveSample[]> {
    const probabilities = await predict(model, this.#batch);
    return this.#pictures.map((picture, i) => ({ ...picture, probability: probabilities[i]! }));
  }
}

/** Channels of a pixel side by side, every so many pixels of a large image. */
function thumbnail(
  values: Float32Array,
  [channels, height, width]: Split["imageShape"],
  shown: (raw: number) => number,
): PngPixels {
  const stride = Math.ceil(Math.max(height, width) / LONGEST);
  const [tall, wide] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  const depth = channels === 1 ? 1 : 3;
  const data = Uint8Array.from({ length: tall * wide * depth }, (_, at) => {
    const [pixel, c] = [Math.floor(at / depth), at % depth];
    const [i, j] = [Math.floor(pixel / wide) * stride, (pixel % wide) * stride];
    return shown(values[(c * height + i) * width + j]!);
  });
  return { height: tall, width: wide, channels: depth, data };
}
