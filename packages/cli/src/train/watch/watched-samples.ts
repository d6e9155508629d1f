import { applyNormalization, writePng, type Normalization, type Split } from "@tomograd/data";
import { sizeOf } from "@tomograd/kernels";
import { fromArrays, predict, type BatchSource, type Model } from "@tomograd/model";
import type { LiveSample } from "@tomograd/report";
import { imageTile, pixelsOf } from "../../images/image-tile.ts";

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
    const x = await pixelsOf(split, indices);
    const size = sizeOf(split.imageShape);
    const pictures = Array.from(indices, async (place, i) => {
      const pixels = x.subarray(i * size, (i + 1) * size);
      const png = await writePng(imageTile(pixels, split.imageShape, split.pixelRange, LONGEST));
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
