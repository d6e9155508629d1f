import { UsageError } from "@tomograd/kernels";
import { isHostTensor, isRecord } from "./tensor.ts";

/** A batch as `fit` takes it. */
export interface TrainingBatch {
  /** [n,C,H,W] */
  readonly x: Float32Array;
  /** [n] */
  readonly y: Float32Array;
  /** [n] */
  readonly sampleWeight?: Float32Array;
}

/**
 * Reads a batched element as Keras does: `[x, y]`, `[x, y, sampleWeight]`, or the same under these names.
 *
 * @throws UsageError for any other element, and parts that differ in their number of samples.
 */
export function trainingBatch(element: unknown): TrainingBatch {
  const { x, y, sampleWeight } = partsOf(element);
  const parts = sampleWeight === undefined ? { x, y } : { x, y, sampleWeight };
  const counts = Object.entries(parts).map(
    ([name, part]) => `${name}=${isHostTensor(part) ? part.shape[0] : typeof part}`,
  );
  if (!isHostTensor(x) || !isHostTensor(y) || (sampleWeight !== undefined && !isHostTensor(sampleWeight))) {
    throw notOne(counts.join(", "));
  }
  if (y.data.length !== x.shape[0] || (sampleWeight && sampleWeight.data.length !== x.shape[0])) {
    throw notOne(counts.join(", "));
  }
  const batch = { x: float32(x.data), y: float32(y.data) };
  return sampleWeight ? { ...batch, sampleWeight: float32(sampleWeight.data) } : batch;
}

function partsOf(element: unknown): { x?: unknown; y?: unknown; sampleWeight?: unknown } {
  if (isRecord(element)) return element;
  if (!Array.isArray(element)) return {};
  const [x, y, sampleWeight] = element as unknown[];
  return { x, y, sampleWeight };
}

function float32(data: ArrayLike<number>): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function notOne(received: string): UsageError {
  return new UsageError({
    subject: "Dataset.batches",
    rule: "training needs elements [x, y] or [x, y, sampleWeight] of tensors, with one label and weight per sample",
    received,
    advice: "Make them so with map, before batch",
  });
}
