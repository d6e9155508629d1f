import { UsageError } from "@tomograd/kernels";
import type { SampleFacts } from "../decode/sample-facts.ts";
import type { ImageShape, PixelRange, Split, SplitName } from "./dataset.ts";
import type { PixelData } from "./pixels.ts";
import { hashOf, rangeOf, takeSamples } from "./sample-set.ts";
import type { SampleSet } from "./sample-set.ts";

/**
 * A split whose pixels come from a source, in memory or not.
 *
 * @example await new SampleSplit(set, 3).gather([0, 1], out)
 */
export class SampleSplit implements Split {
  readonly name: SplitName;
  readonly length: number;
  readonly imageShape: ImageShape;
  readonly ids: readonly string[];
  readonly labels: Uint8Array;
  readonly groups?: readonly (string | undefined)[];
  readonly facts: readonly SampleFacts[];
  readonly sha256: string;
  readonly pixelRange: PixelRange;
  readonly #set: SampleSet;

  /** `channels` is how many a gathered sample has: of grey pixels 1 or, repeated, 3; of colour 3; of three equal ones also 1. */
  constructor(set: SampleSet, channels: number) {
    this.#set = set;
    this.name = set.name;
    this.ids = set.ids;
    this.labels = set.labels;
    if (set.groups) this.groups = set.groups;
    this.facts = set.facts;
    this.length = set.labels.length;
    this.imageShape = [channels, set.source.height, set.source.width];
    this.sha256 = hashOf(set);
    this.pixelRange = rangeOf(set);
  }

  gather(indices: ArrayLike<number>, out: Float32Array, signal?: AbortSignal): void | Promise<void> {
    const [channels, height, width] = this.imageShape;
    const sample = channels * height * width;
    if (out.length < indices.length * sample) {
      throw new UsageError({
        subject: "gather",
        rule: `${indices.length} samples need room for ${indices.length * sample} values`,
        received: `values=${out.length}`,
      });
    }
    const { source, indices: places } = this.#set;
    const wanted = Uint32Array.from(indices, (index) => {
      if (index < this.length) return places[index] as number;
      throw new UsageError({
        subject: "gather",
        rule: `indices must be below ${this.length}`,
        received: `index=${index}`,
      });
    });
    return source.read(wanted, (pixels, i) => this.#write(pixels, out, i * sample), signal);
  }

  /** The samples of `chosen`, of which some may come twice, as a split of their own; pixels are not copied. */
  subset(chosen: ArrayLike<number>, name: SplitName): SampleSplit {
    for (const index of Array.from(chosen)) {
      if (Number.isInteger(index) && index >= 0 && index < this.length) continue;
      throw new UsageError({
        subject: "subset",
        rule: `indices must be whole numbers below ${this.length}`,
        received: `index=${index}`,
      });
    }
    return new SampleSplit(takeSamples(this.#set, Uint32Array.from(chosen), name), this.imageShape[0]);
  }

  /** As [C,H,W]: one channel is repeated, of three equal ones the first is taken. */
  #write(pixels: PixelData, out: Float32Array, to: number): void {
    const [channels, height, width] = this.imageShape;
    const plane = height * width;
    const found = pixels.length / plane;
    for (let c = 0; c < channels; c++) {
      const channel = Math.min(c, found - 1);
      const start = to + c * plane;
      if (found === 1 || this.#set.source.order === "chw") {
        out.set(pixels.subarray(channel * plane, (channel + 1) * plane), start);
      } else {
        for (let p = 0; p < plane; p++) out[start + p] = pixels[p * found + channel] as number;
      }
    }
  }
}
