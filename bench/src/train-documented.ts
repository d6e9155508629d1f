import type { Device } from "@tomograd/kernels";
import { seededRandom } from "@tomograd/kernels/verify";
import {
  Adam,
  BinaryCrossentropy,
  documentedCnn,
  documentedMetrics,
  fit,
  type Batch,
  type BatchSource,
} from "@tomograd/model";

export interface NetworkOptions {
  /** Filters of the two convolutions. */
  readonly filters: readonly [number, number];
  /** Height and width in pixels; there are 3 channels. */
  readonly imageSize: number;
  /** Of the initial weights, dropout and the data. */
  readonly seed: number;
}

/** Images uniform in [0, 1), [N,3,size,size], and labels 0 or 1, the same for the same seed. */
export function randomBatch(batchSize: number, imageSize: number, seed: number): Batch {
  const random = seededRandom(seed);
  return {
    x: Float32Array.from({ length: batchSize * 3 * imageSize * imageSize }, random),
    y: Float32Array.from({ length: batchSize }, () => (random() < 0.5 ? 0 : 1)),
  };
}

/** Trains the documented network on a device for one epoch of the source, exactly as the command `train` does. */
export async function trainDocumented(
  device: Device,
  source: BatchSource,
  { filters, imageSize, seed, nan = "error" }: NetworkOptions & { readonly nan?: "error" | "off" },
): Promise<void> {
  const model = documentedCnn({ filters, inputShape: [3, imageSize, imageSize] }).to(device, { seed });
  const recipe = {
    loss: new BinaryCrossentropy(),
    optimizer: new Adam({ learningRate: 1e-3, beta1: 0.92 }),
    metrics: documentedMetrics(),
  };
  await fit(model, source, { ...recipe, epochs: 1, seed, nan });
}
