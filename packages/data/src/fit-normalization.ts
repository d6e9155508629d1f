import { InputError, UsageError } from "@tomograd/kernels";
import { batches } from "./batches.ts";
import type { Split } from "./dataset/dataset.ts";
import type { Normalization, NormalizationKind } from "./normalization.ts";

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
  const moments = await momentsPerChannel(train);
  const scale = moments.map(({ squares, count }) => (squares === 0 ? 1 : 1 / Math.sqrt(squares / count)));
  return { kind, scale, offset: moments.map(({ mean }, c) => -mean * (scale[c] as number)) };
}

/** Count, mean, and sum of squared differences from it. */
interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

/** In one pass: each plane around its own mean, then put together, which loses no variance of data far from 0. */
async function momentsPerChannel(split: Split): Promise<Moments[]> {
  const [channels, height, width] = split.imageShape;
  const plane = height * width;
  const all = Array.from({ length: channels }, (): Moments => ({ count: 0, mean: 0, squares: 0 }));
  const normalization = { kind: "none", scale: all.map(() => 1), offset: all.map(() => 0) } as const;
  for await (const { x } of batches(split, { batchSize: CHUNK, order: undefined, normalization })) {
    for (let p = 0; p * plane < x.length; p++) {
      const c = p % channels;
      all[c] = together(all[c] as Moments, momentsOf(x.subarray(p * plane, (p + 1) * plane)));
    }
  }
  return all;
}

function momentsOf(values: Float32Array): Moments {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { count: values.length, mean, squares };
}

/** @see Chan, Golub, LeVeque (1983), Algorithms for computing the sample variance, equation 2.1 */
function together(a: Moments, b: Moments): Moments {
  const count = a.count + b.count;
  const difference = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (difference * b.count) / count,
    squares: a.squares + b.squares + (difference ** 2 * a.count * b.count) / count,
  };
}
