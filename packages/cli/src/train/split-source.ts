import { batches, classBalance, oversampledOrder, permutation, type Normalization, type Split } from "@tomograd/data";
import type { Batch, BatchSource } from "@tomograd/model";
import { sampleWeights, type ClassWeights } from "./class-weights.ts";

/** Keeps the order of the epochs apart from other random numbers of the same seed. */
const SHUFFLE_STREAM = 0x73687566;

/** Batches that are filled ahead: more than one, so that a file that takes long does not stop the device. */
const PREFETCH = 2;

export interface SplitSourceOptions {
  readonly batchSize: number;
  readonly normalization: Normalization;
  /** The seed to shuffle with in every epoch; the stored order when left out. */
  readonly shuffleSeed?: number | undefined;
  /** Whether both classes come equally often; needs a seed. */
  readonly oversample?: boolean;
  readonly classWeights?: ClassWeights | undefined;
  /** Called before every batch: throws to stop. */
  readonly checkpoint?: (() => Promise<void>) | undefined;
}

/** How many samples an epoch shows. */
export function samplesPerEpoch(split: Split, oversample: boolean): number {
  const { negatives, positives } = classBalance(split);
  return oversample ? 2 * Math.max(negatives, positives) : split.length;
}

/** The batches of a split as the trainer wants them. */
export function splitSource(split: Split, options: SplitSourceOptions): BatchSource {
  const { batchSize, normalization, shuffleSeed, oversample = false, classWeights, checkpoint } = options;
  const orderOf = (epoch: number): Uint32Array | undefined => {
    if (shuffleSeed === undefined) return undefined;
    const key = { seed: shuffleSeed, stream: SHUFFLE_STREAM, epoch };
    return oversample ? oversampledOrder(split.labels, key) : permutation(split.length, key);
  };
  return {
    length: samplesPerEpoch(split, oversample),
    batchSize,
    async *batches(epoch: number, from = 0): AsyncGenerator<Batch> {
      const walk = batches(split, { batchSize, order: orderOf(epoch), normalization, prefetch: PREFETCH, from });
      for await (const { x, y, indices } of walk) {
        await checkpoint?.();
        yield { x, y, indices, ...(classWeights && { sampleWeight: sampleWeights(y, classWeights) }) };
      }
    },
  };
}
