import { NumericError } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, describe, expect, it } from "vitest";
import type { Logs } from "../callbacks/callback.ts";
import { documentedCnn } from "../documented-cnn.ts";
import { Dense } from "../layers/dense.ts";
import { Flatten } from "../layers/flatten.ts";
import { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import { documentedMetrics } from "../metrics/metrics.ts";
import { Adam } from "../optimizers/adam.ts";
import { Sequential } from "../sequential.ts";
import type { Batch, BatchSource } from "./batch-source.ts";
import { fit, type FitOptions } from "./fit.ts";

const device = await openWebGpu({ adapter: "embedded" });
afterAll(() => device.close());

const SIZE = 24;
const waves = (samples: number): Float32Array => Float32Array.from({ length: samples * SIZE }, (_, i) => Math.sin(i));
const alternating = (samples: number): Float32Array => Float32Array.from({ length: samples }, (_, i) => i % 2);

const one = (batch: Batch): BatchSource => ({
  length: batch.y.length,
  batchSize: batch.y.length,
  batches: () => [batch],
});

const recipe = (labelSmoothing = 0) => ({
  loss: new BinaryCrossentropy({ labelSmoothing }),
  optimizer: new Adam(),
  metrics: documentedMetrics(),
});

/** Trains the documented network for two epochs; every weight is finite then. */
async function trained(
  source: BatchSource,
  bnAxis: "last" | "channel",
  options: Partial<FitOptions> = {},
): Promise<Logs> {
  const model = documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4], bnAxis }).to(device, { seed: 1 });
  const { history } = await fit(model, source, { ...recipe(), epochs: 2, validation: source, ...options });
  for (const values of (await model.getWeights()).values()) expect(values.every(Number.isFinite)).toBe(true);
  return Object.fromEntries(Object.entries(history).map(([name, values]) => [name, values.at(-1)!]));
}

describe.each(["last", "channel"] as const)("training in float32 stays finite, batch norm over %s", (axis) => {
  it.each<[string, BatchSource, number?]>([
    [
      "H4 in batches of one",
      { length: 3, batchSize: 1, batches: () => [0, 1, 0].map((y) => ({ x: waves(1), y: Float32Array.of(y) })) },
    ],
    ["H6 with constant images", one({ x: new Float32Array(4 * SIZE).fill(0.5), y: alternating(4) })],
    ["H6 with black images", one({ x: new Float32Array(4 * SIZE), y: alternating(4) })],
    ["H7 with one class in every batch", one({ x: waves(4), y: new Float32Array(4).fill(1) })],
    [
      "H8 with weights of a million",
      one({ x: waves(4), y: alternating(4), sampleWeight: Float32Array.of(1, 1e6, 1, 1e6) }),
    ],
    ["H8 with a smoothing of 0.999", one({ x: waves(4), y: alternating(4) }), 0.999],
  ])("%s", async (_, source, labelSmoothing) => {
    const logs = await trained(source, axis, recipe(labelSmoothing));
    expect(Object.keys(logs)).toHaveLength(20);
    for (const [name, value] of Object.entries(logs)) expect(Number.isFinite(value), name).toBe(true);
  });
});

it("H2 a gradient that is infinite ends training, though the loss is finite", async () => {
  const model = new Sequential([new Flatten(), new Dense({ units: 1, activation: "sigmoid" })], {
    inputShape: [1, 1, 1],
  }).to(device);
  model.setWeights(
    new Map([
      ["dense/kernel", Float32Array.of(0)],
      ["dense/bias", Float32Array.of(0)],
    ]),
  );
  // The loss is 1e20 ln 2, the gradient of the kernel 1e30 * 1e20 / 2.
  const source = one({
    x: Float32Array.of(1e30),
    y: Float32Array.of(1),
    sampleWeight: Float32Array.of(1e20),
    indices: [5],
  });
  const training = fit(model, source, { ...recipe(), epochs: 1 });
  await expect(training).rejects.toThrow(NumericError);
  await expect(training).rejects.toThrow(/epoch=1 step=1 loss=6931\d+ weight=dense\/kernel samples=5/);
});
