import { UsageError } from "@tomograd/kernels";

/** One batch on the host: images in NCHW order and labels 0 or 1. */
export interface Batch {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Weights of the samples in the loss; the sum is still divided by the number of samples. */
  readonly sampleWeight?: Float32Array;
  /** Which samples these are, for error texts. */
  readonly indices?: ArrayLike<number>;
}

/** Where batches come from: anything that can run through its samples again for every epoch. */
export interface BatchSource {
  /** Number of samples. */
  readonly length: number;
  readonly batchSize: number;
  /** The batches of an epoch (from 0), in the order of that epoch; the last may be short. */
  batches(epoch: number): AsyncIterable<Batch> | Iterable<Batch>;
}

export function stepsPerEpoch(source: BatchSource): number {
  return Math.ceil(source.length / source.batchSize);
}

/**
 * Batches of arrays that are in memory, in their order.
 *
 * @example
 * fromArrays(x, y, { batchSize: 64 })
 */
export function fromArrays(
  x: Float32Array,
  y: Float32Array,
  { batchSize }: { readonly batchSize: number },
): BatchSource {
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new UsageError({
      subject: "fromArrays",
      rule: "batchSize must be a positive whole number",
      received: `batchSize=${batchSize}`,
    });
  }
  const width = x.length / y.length;
  return {
    length: y.length,
    batchSize,
    *batches() {
      for (let start = 0; start < y.length; start += batchSize) {
        const end = Math.min(start + batchSize, y.length);
        yield { x: x.subarray(start * width, end * width), y: y.subarray(start, end) };
      }
    },
  };
}
