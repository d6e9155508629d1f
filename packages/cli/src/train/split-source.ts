import { batches, permutation, type Normalization, type Split } from "@tomograd/data";
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
  readonly classWeights?: ClassWeights | undefined;
  /** Called before every batch: throws to stop. */
  readonly checkpoint?: (() => Promise<void>) | undefined;
}

/** The batches of a split as the trainer wants them. */
export function splitSource(split: Split, options: SplitSourceOptions): BatchSource {
  const { batchSize, normalization, shuffleSeed, classWeights, checkpoint } = options;
  return {
    length: split.length,
    batchSize,
    async *batches(epoch: number, from = 0): AsyncGenerator<Batch> {
      const order =
        shuffleSeed === undefined
          ? undefined
          : permutation(split.length, { seed: shuffleSeed, stream: SHUFFLE_STREAM, epoch });
      const walk = batches(split, { batchSize, order, normalization, prefetch: PREFETCH, from });
      for await (const { x, y, indices } of walk) {
        await checkpoint?.();
        yield { x, y, indices, ...(classWeights && { sampleWeight: sampleWeights(y, classWeights) }) };
      }
    },
  };
}
