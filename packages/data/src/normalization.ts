import { InputError, UsageError } from "@tomograd/kernels";
import type { ImageShape, Split } from "./dataset/dataset.ts";

export type NormalizationKind = "rescale" | "standardize" | "none";

/** x * scale[c] + offset[c] for each channel c; plain JSON, stored with the model. */
export interface Normalization {
  readonly kind: NormalizationKind;
  readonly scale: readonly number[];
  readonly offset: readonly number[];
}

const CHUNK = 64;

/**
 * Learns a normalisation from the training split, and from nothing else.
 *
 * - `rescale`: x / the largest value of the integer type (255, 65535); float is left alone.
 * - `standardize`: (x - mean) / deviation per channel, population deviation, computed in float64; a constant channel is only
 *   centred.
 * - `none`: x.
 *
 * @throws UsageError when `channels` is not that of the split; InputError for an empty split.
 * @example const normalization = await fitNormalization("standardize", dataset.splits.train, 3);
 */
export async function fitNormalization(
  kind: NormalizationKind,
  train: Split,
  channels: number,
): Promise<Normalization> {
  if (channels !== train.imageShape[0]) {
    throw new UsageError({
      subject: "fitNormalization",
      rule: `the split has ${train.imageShape[0]} channels`,
      received: `channels=${channels}`,
    });
  }
  const filled = (value: number) => Array.from({ length: channels }, () => value);
  if (kind === "none") return { kind, scale: filled(1), offset: filled(0) };
  if (kind === "rescale") return { kind, scale: filled(1 / train.pixelRange.scale), offset: filled(0) };
  if (train.length === 0) throw new InputError({ subject: train.name, rule: "statistics need at least one sample" });
  const values = train.length * train.imageShape[1] * train.imageShape[2];
  const mean = (await sumPerChannel(train, (x) => x)).map((sum) => sum / values);
  // In a second pass: the difference of two large sums of squares would lose the variance of data far from 0.
  const squares = await sumPerChannel(train, (x, c) => (x - (mean[c] as number)) ** 2);
  const scale = squares.map((sum) => (sum === 0 ? 1 : 1 / Math.sqrt(sum / values)));
  return { kind, scale, offset: mean.map((m, c) => -m * (scale[c] as number)) };
}

/**
 * Normalises images in place; `data` is float32 [N,C,H,W].
 *
 * @throws UsageError when the normalisation was learnt for another number of channels.
 * @example applyNormalization(normalization, x, [3, 64, 64])
 */
export function applyNormalization(norm: Normalization, data: Float32Array, imageShape: ImageShape): void {
  const [channels, height, width] = imageShape;
  if (norm.scale.length !== channels || norm.offset.length !== channels) {
    throw new UsageError({
      subject: "applyNormalization",
      rule: `the normalisation is for ${norm.scale.length} channels`,
      received: `channels=${channels}`,
    });
  }
  if (norm.kind === "none") return;
  const plane = height * width;
  for (let start = 0, c = 0; start < data.length; start += plane, c = (c + 1) % channels) {
    const scale = norm.scale[c] as number;
    const offset = norm.offset[c] as number;
    for (let i = start; i < start + plane; i++) data[i] = (data[i] as number) * scale + offset;
  }
}

async function sumPerChannel(split: Split, term: (value: number, channel: number) => number): Promise<number[]> {
  const [channels, height, width] = split.imageShape;
  const plane = height * width;
  const buffer = new Float32Array(Math.min(CHUNK, split.length) * channels * plane);
  const sums = Array.from({ length: channels }, () => 0);
  for (let first = 0; first < split.length; first += CHUNK) {
    const count = Math.min(CHUNK, split.length - first);
    await split.gather(
      Uint32Array.from({ length: count }, (_, i) => first + i),
      buffer,
    );
    for (let p = 0; p < count * channels; p++) {
      const c = p % channels;
      let sum = 0;
      for (let i = p * plane; i < (p + 1) * plane; i++) sum += term(buffer[i] as number, c);
      sums[c] = (sums[c] as number) + sum;
    }
  }
  return sums;
}
