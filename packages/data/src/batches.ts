import { UsageError } from "@tomograd/kernels";
import type { Split } from "./dataset/dataset.ts";
import { applyNormalization } from "./normalization.ts";
import type { Normalization } from "./normalization.ts";

export interface BatchOptions {
  readonly batchSize: number;
  /** The samples in the order of the epoch; all in their own order when undefined. */
  readonly order: Uint32Array | undefined;
  readonly normalization: Normalization;
  /** How many batches are filled ahead of the one in use (1 unless told otherwise). */
  readonly prefetch?: number;
  /** The first batch to give (0 unless told otherwise): those before it are not read. */
  readonly from?: number;
}

export interface Batch {
  readonly index: number;
  readonly indices: Uint32Array;
  /** Normalised float32 [n,C,H,W], in a staging buffer that is used again: valid until the next call but one. */
  readonly x: Float32Array;
  /** Labels 0 and 1, [n]. */
  readonly y: Float32Array;
}

/**
 * Walks through a split batch by batch; the last batch may be smaller. Only `prefetch + 2` batches are ever in memory as
 * float32, whatever the size of the data set; those ahead are filled while the consumer works.
 *
 * @throws UsageError for a batch size that is not a positive integer; what `gather` throws, when its batch is asked for.
 * @example for await (const { x, y } of batches(train, { batchSize: 64, order, normalization })) await step(x, y);
 */
export async function* batches(split: Split, options: BatchOptions): AsyncGenerator<Batch, void, void> {
  const { batchSize, normalization, prefetch = 1, from = 0 } = options;
  checkCount("batchSize", batchSize, 1);
  checkCount("prefetch", prefetch, 0);
  checkCount("from", from, 0);
  const order = options.order ?? Uint32Array.from({ length: split.length }, (_, i) => i);
  const total = Math.ceil(order.length / batchSize);
  const [channels, height, width] = split.imageShape;
  const sample = channels * height * width;
  const buffers: Float32Array[] = [];

  const fill = async (index: number): Promise<Batch> => {
    // The batch before this one and the one in use keep their buffers.
    const slot = index % (prefetch + 2);
    const buffer = (buffers[slot] ??= new Float32Array(Math.min(batchSize, order.length) * sample));
    const indices = order.subarray(index * batchSize, (index + 1) * batchSize);
    const x = buffer.subarray(0, indices.length * sample);
    await split.gather(indices, x, stop.signal);
    applyNormalization(normalization, x, split.imageShape);
    return { index, indices, x, y: Float32Array.from(indices, (i) => split.labels[i] as number) };
  };

  const stop = new AbortController();
  const ahead: Promise<Batch>[] = [];
  try {
    for (let index = from; index < total; index++) {
      while (ahead.length <= prefetch && index + ahead.length < total) {
        const filling = fill(index + ahead.length);
        // A failure is thrown when its batch is asked for; a consumer that stops before never asks.
        filling.catch(() => {});
        ahead.push(filling);
      }
      yield await (ahead.shift() as Promise<Batch>);
    }
  } finally {
    // Nobody asks for what is still being filled.
    stop.abort();
  }
}

function checkCount(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new UsageError({
    subject: "batches",
    rule: `${name} must be an integer of at least ${least}`,
    received: `${name}=${value}`,
  });
}
