import { ReferenceDevice } from "@tomograd/kernels";
import type { Callback } from "../../callbacks/callback.ts";
import { documentedCnn } from "../../documented-cnn.ts";
import { BinaryCrossentropy } from "../../losses/binary-crossentropy.ts";
import { AUC } from "../../metrics/curve-metrics.ts";
import { Adam } from "../../optimizers/adam.ts";
import { fromArrays, type BatchSource } from "../../training/batch-source.ts";
import { fit, type FitOptions } from "../../training/fit.ts";

const SAMPLES = 10;
const PIXELS = 24;

/** Three batches an epoch, in another order in every one. */
function source(): BatchSource {
  const x = Float32Array.from({ length: SAMPLES * PIXELS }, (_, i) => Math.sin(1.7 * i));
  return {
    length: SAMPLES,
    batchSize: 4,
    *batches(epoch, from = 0) {
      const order = Array.from({ length: SAMPLES }, (_, i) => (i * 3 + epoch) % SAMPLES);
      for (let start = from * 4; start < SAMPLES; start += 4) {
        const indices = order.slice(start, start + 4);
        yield {
          x: Float32Array.from(indices.flatMap((i) => [...x.subarray(i * PIXELS, (i + 1) * PIXELS)])),
          y: Float32Array.from(indices, (i) => (i * 7) % 2),
          indices,
        };
      }
    },
  };
}

/** Trains a small network; from other weights with another seed, which a run that goes on must not notice. */
export async function train(callbacks: readonly Callback[], { seed = 1, ...options }: Partial<FitOptions> = {}) {
  const model = documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4] }).to(new ReferenceDevice(), { seed });
  const { history } = await fit(model, source(), {
    loss: new BinaryCrossentropy(),
    optimizer: new Adam({ learningRate: 0.03 }),
    metrics: [new AUC()],
    epochs: 4,
    validation: fromArrays(new Float32Array(48).fill(0.5), Float32Array.of(0, 1), { batchSize: 2 }),
    callbacks,
    seed: 11,
    ...options,
  });
  return { history, model, weights: await model.getWeights() };
}
