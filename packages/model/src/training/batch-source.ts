import { UsageError } from "@tomograd/kernels";

/** One batch on the host: images in NCHW order and labels; lists of them for several inputs or outputs. */
export interface Batch {
  readonly x: Float32Array | readonly Float32Array[];
  readonly y: Float32Array | readonly Float32Array[];
  /** Weights of the samples in the loss of every output; the sum is still divided by the number of samples. */
  readonly sampleWeight?: Float32Array;
  /** Which samples these are: for error texts, and as keys of random numbers. */
  readonly indices?: ArrayLike<number>;
}

/** Where batches come from: anything that can run through its samples again for every epoch. */
export interface BatchSource {
  /** Number of samples. */
  readonly length: number;
  readonly batchSize: number;
  /**
   * The batches of an epoch (from 0), in the order of that epoch, from the batch `from` on (default 0); the last may be
   * short. A source that ignores `from` shows its first batches twice when training goes on in the middle of an epoch.
   */
  batches(epoch: number, from?: number): AsyncIterable<Batch> | Iterable<Batch>;
}

export function stepsPerEpoch(source: BatchSource): number {
  return Math.ceil(source.length / source.batchSize);
}

/** Throws a UsageError for a source of no samples: there is no loss of nothing. */
export function requireSamples(subject: string, { length }: BatchSource): void {
  if (length > 0) return;
  throw new UsageError({ subject, rule: "needs at least one sample", received: `samples=${length}` });
}

/** Of whole batches, and of the last one where it is smaller. */
export function batchSizes({ length, batchSize }: BatchSource): number[] {
  return [batchSize, length % batchSize].filter((size) => size > 0 && size <= length);
}

/** The arrays of a batch, one for each input or output. */
export function listOf(arrays: Float32Array | readonly Float32Array[]): readonly Float32Array[] {
  return arrays instanceof Float32Array ? [arrays] : arrays;
}

/**
 * Batches of arrays that are in memory, in their order; lists of arrays for several inputs or outputs.
 *
 * Throws a UsageError for a batch size that is no positive whole number, and for arrays that do not divide by the samples.
 *
 * @example
 * fromArrays(x, y, { batchSize: 64 })
 */
export function fromArrays(
  x: Float32Array | readonly Float32Array[],
  y: Float32Array | readonly Float32Array[],
  { batchSize, count = listOf(y)[0]!.length }: { readonly batchSize: number; readonly count?: number },
): BatchSource {
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new UsageError({
      subject: "fromArrays",
      rule: "batchSize must be a positive whole number",
      received: `batchSize=${batchSize}`,
    });
  }
  const part = (arrays: typeof x, start: number, end: number) => {
    const slice = (array: Float32Array): Float32Array => {
      const width = array.length / count;
      return array.subarray(start * width, end * width);
    };
    return arrays instanceof Float32Array ? slice(arrays) : arrays.map(slice);
  };
  for (const { length } of [...listOf(x), ...listOf(y)])
    if (!Number.isInteger(length / count))
      throw new UsageError({
        subject: "fromArrays",
        rule: "every array must hold the same number of values for each sample",
        received: `values=${length} samples=${count}`,
      });
  return {
    length: count,
    batchSize,
    *batches(_epoch, from = 0) {
      for (let start = from * batchSize; start < count; start += batchSize) {
        const end = Math.min(start + batchSize, count);
        const indices = Uint32Array.from({ length: end - start }, (_, i) => start + i);
        yield { x: part(x, start, end), y: part(y, start, end), indices };
      }
    },
  };
}
