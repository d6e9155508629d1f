import { UsageError } from "@tomograd/kernels";
import type { LoadedDataset, SplitName } from "../dataset/dataset.ts";
import { memorySet } from "../dataset/memory-set.ts";
import { SampleSplit } from "../dataset/sample-split.ts";
import { permutation } from "../random/permutation.ts";
import { RandomStream } from "../random/random-stream.ts";
import { inPixels, type PixelEllipse } from "./pixel-ellipse.ts";
import { drawSlice } from "./slice.ts";

export interface PhantomOptions {
  /** uint32. */
  readonly seed: number;
  /** Height and width in pixels. */
  readonly size?: number;
  /** The number of slices of each split; every second one has a lesion. */
  readonly train?: number;
  readonly validation?: number;
  readonly test?: number;
  /** 3 repeats the grey values. */
  readonly channels?: 1 | 3;
}

export interface SlicePlaces {
  readonly body: PixelEllipse;
  /** Undefined in healthy slices. */
  readonly lesion: PixelEllipse | undefined;
}

/** The phantom, and what of it no model is told. */
export interface Phantom extends LoadedDataset {
  /** Where the body and the lesion of each slice are, in the order of the split. */
  readonly places: Readonly<Record<SplitName, readonly SlicePlaces[]>>;
}

/** Each split has random numbers of its own, so its slices don't depend on the size of the others. */
const STREAMS = { train: 0x7068_0001, validation: 0x7068_0002, test: 0x7068_0003 } as const;

/**
 * The built-in data set: seeded CT-like chest slices, uint8, half of them with a bright nodule in a lung.
 *
 * Healthy slices carry a haze of the same total brightness, and all carry vessels, so a linear model on pixels stays near chance
 * and a small convolutional network does not. It resembles no patient and says nothing about performance on real images.
 *
 * @throws UsageError for a size below 16, fewer than 2 slices in a split, or a seed that is no uint32.
 * @example const { splits } = phantom({ seed: 42 }); // 512, 128 and 128 slices of 64 x 64
 */
export function phantom(options: PhantomOptions): Phantom {
  const { seed, size = 64, train = 512, validation = 128, test = 128, channels = 3 } = options;
  checkInteger("seed", seed, 0, 2 ** 32 - 1);
  checkInteger("size", size, 16, 1024);
  const places: Record<SplitName, SlicePlaces[]> = { train: [], validation: [], test: [] };
  const split = (name: SplitName, count: number) => {
    checkInteger(name, count, 2, 1_000_000);
    const order = permutation(count, { seed, stream: STREAMS[name], epoch: 0 });
    const labels = Uint8Array.from(order, (rank) => rank % 2);
    const data = new Uint8Array(count * size * size);
    labels.forEach((label, item) => {
      const random = new RandomStream({ seed, stream: STREAMS[name], item });
      const { pixels, body, nodule } = drawSlice(size, label === 1, random);
      data.set(pixels, item * size * size);
      places[name].push({ body: inPixels(body, size), lesion: nodule && inPixels(nodule, size) });
    });
    const pixels = { data, count, channels: 1, height: size, width: size, order: "chw", scale: 255 } as const;
    const ids = Array.from(labels, (_, i) => `${name}/${String(i).padStart(6, "0")}`);
    return new SampleSplit(memorySet({ name, subject: "phantom", pixels, labels, ids }), channels);
  };
  return {
    name: "phantom",
    kind: "phantom",
    notes: [
      `phantom: synthetic CT-like slices, seed ${seed}; they resemble no patient`,
      "positive class: lesion (against healthy)",
    ],
    classNames: ["healthy", "lesion"],
    positiveClass: "lesion",
    imageShape: [channels, size, size],
    splits: { train: split("train", train), validation: split("validation", validation), test: split("test", test) },
    skipped: [],
    places,
  };
}

function checkInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new UsageError({
    subject: "phantom",
    rule: `${name} must be an integer from ${least} to ${most}`,
    received: `${name}=${value}`,
  });
}
