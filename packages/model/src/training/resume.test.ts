import { ReferenceDevice, type HostArray } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { Callback, type CallbackState } from "../callbacks/callback.ts";
import { EarlyStopping } from "../callbacks/early-stopping.ts";
import { documentedCnn } from "../documented-cnn.ts";
import { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import { documentedMetrics } from "../metrics/metrics.ts";
import { Adam } from "../optimizers/adam.ts";
import { fromArrays, type BatchSource } from "./batch-source.ts";
import { fit } from "./fit.ts";
import type { Snapshot } from "./snapshot.ts";

const SAMPLES = 10;

/** Takes a snapshot whenever it is asked, or hands one in. */
class Keeper extends Callback {
  readonly snapshots: Snapshot[] = [];
  readonly #from: Snapshot | undefined;

  constructor(from?: Snapshot) {
    super();
    this.#from = from;
  }
  override resumeFrom(): Snapshot | undefined {
    return this.#from;
  }
  override wantsSnapshot(): boolean {
    return true;
  }
  override onSnapshot(snapshot: Snapshot): void {
    this.snapshots.push(frozen(snapshot));
  }
}

/** As a file would keep it: values as JSON, arrays as copies. */
function frozen(snapshot: Snapshot): Snapshot {
  const copy = (arrays: ReadonlyMap<string, HostArray>) =>
    new Map([...arrays].map(([name, values]) => [name, Float64Array.from(values)]));
  const state = (one: CallbackState | undefined) =>
    one && {
      values: JSON.parse(JSON.stringify(one.values)) as unknown,
      ...(one.arrays && { arrays: copy(one.arrays) }),
    };
  return {
    ...snapshot,
    weights: copy(snapshot.weights),
    optimizer: { ...snapshot.optimizer, slots: copy(snapshot.optimizer.slots) },
    progress: JSON.parse(JSON.stringify(snapshot.progress)) as Snapshot["progress"],
    callbacks: snapshot.callbacks.map(({ className, state: own }) => ({ className, state: state(own) })),
  };
}

/** Another order in every epoch. */
function source(): BatchSource {
  const x = Float32Array.from({ length: SAMPLES * 24 }, (_, i) => Math.sin(1.7 * i));
  const y = Float32Array.from({ length: SAMPLES }, (_, i) => (i * 7) % 2);
  return {
    length: SAMPLES,
    batchSize: 4,
    *batches(epoch, from = 0) {
      const order = Array.from({ length: SAMPLES }, (_, i) => (i * 3 + epoch) % SAMPLES);
      for (let start = from * 4; start < SAMPLES; start += 4) {
        const indices = order.slice(start, start + 4);
        yield {
          x: Float32Array.from(indices.flatMap((i) => [...x.subarray(i * 24, i * 24 + 24)])),
          y: Float32Array.from(indices, (i) => y[i]!),
          indices,
        };
      }
    },
  };
}

async function train(from?: Snapshot) {
  const device = new ReferenceDevice();
  const model = documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4] }).to(device, { seed: from ? 99 : 1 });
  const keeper = new Keeper(from);
  const stopping = new EarlyStopping({ monitor: "val_loss", patience: 2, restoreBestWeights: true });
  const { epoch, history } = await fit(model, source(), {
    loss: new BinaryCrossentropy(),
    optimizer: new Adam({ learningRate: 0.03 }),
    metrics: documentedMetrics(),
    epochs: 5,
    validation: fromArrays(new Float32Array(48).fill(0.5), Float32Array.of(0, 1), { batchSize: 2 }),
    callbacks: [stopping, keeper],
    seed: 11,
  });
  return { epoch, history, snapshots: keeper.snapshots, weights: await model.getWeights() };
}

test("training goes on from any step as if it had never stopped", async () => {
  const whole = await train();
  // Three steps an epoch, and one snapshot when it has been validated.
  expect(whole.snapshots).toHaveLength(whole.epoch.length * 4);
  for (const snapshot of whole.snapshots) {
    const { epoch, history, weights } = await train(snapshot);
    expect({ epoch, history, weights }).toEqual({ epoch: whole.epoch, history: whole.history, weights: whole.weights });
  }
});
