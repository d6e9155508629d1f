import type { DeviceInfo } from "@tomograd/kernels";

export interface FittingBatch {
  readonly filters: readonly [number, number];
  /** The largest batch whose largest array an adapter can bind; null where nothing limits it. */
  readonly batchSize: number | null;
  /** Bytes of that array for one image: the output of the first or second convolution. */
  readonly bytesPerImage: number;
}

/** Which batch fits the limit on one binding: the convolutions' outputs are the largest arrays of the network. */
export function fittingBatch(info: DeviceInfo, filters: readonly [number, number], side = 64): FittingBatch {
  const bytesPerImage = Math.max(...filters) * side * side * 4;
  const limits = [info.limits["maxStorageBufferBindingSize"], info.limits["maxBufferSize"]].filter(
    (limit) => limit !== undefined,
  );
  const limit = Math.min(...limits);
  return { filters, bytesPerImage, batchSize: Number.isFinite(limit) ? Math.floor(limit / bytesPerImage) : null };
}
