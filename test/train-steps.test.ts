import { readFileSync } from "node:fs";
import { ReferenceDevice, sizeOf, type Device } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";
import {
  Adam,
  BinaryCrossentropy,
  Callback,
  documentedCnn,
  documentedMetrics,
  fit,
  fromArrays,
  type Logs,
} from "@tomograd/model";
import { describe, expect, it } from "vitest";

/** Losses of an independent float64 implementation: goldens/train_steps.py. */
const GOLDEN = JSON.parse(readFileSync(new URL("goldens/train-steps.json", import.meta.url), "utf8")) as Record<
  "last" | "channel",
  { losses: number[]; moving_mean: number[]; moving_variance: number[]; dense_bias: number[]; gamma: number[] }
>;

const [C, H, W, N, BATCH] = [3, 12, 10, 22, 8];
const SCALES: Record<string, number> = { "conv2d/kernel": 0.15, "conv2d_1/kernel": 0.2, "dense/kernel": 0.3 };
const DRAWN = ["conv2d/kernel", "conv2d/bias", "conv2d_1/kernel", "conv2d_1/bias", "dense/kernel", "dense/bias"];

/** The formula of the golden script: values in [-scale, scale], rounded to float32. */
function wave(count: number, phase: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => scale * Math.sin(12.9898 * (i + 1) + phase));
}

class Losses extends Callback {
  readonly values: number[] = [];
  override onTrainBatchEnd(_batch: number, _logs: Logs, batchLoss: number): void {
    this.values.push(batchLoss);
  }
}

async function train(device: Device, bnAxis: "last" | "channel") {
  const model = documentedCnn({ filters: [5, 4], inputShape: [C, H, W], bnAxis, dropout: 0 }).to(device);
  const weights = await model.getWeights();
  for (const { name, shape } of model.weights) {
    const phase = DRAWN.indexOf(name);
    if (phase >= 0) weights.set(name, wave(sizeOf(shape), phase, SCALES[name] ?? 0.05));
  }
  model.setWeights(weights);
  const x = wave(N * C * H * W, 7, 0.5).map((value) => value + 0.5);
  const y = Float32Array.from({ length: N }, (_, i) => ((i * 7) % 3 === 0 ? 1 : 0));
  const losses = new Losses();
  const recipe = { loss: new BinaryCrossentropy(), optimizer: new Adam({ beta1: 0.92 }), metrics: documentedMetrics() };
  await fit(model, fromArrays(x, y, { batchSize: BATCH }), { ...recipe, epochs: 2, callbacks: [losses] });
  return { losses: losses.values, weights: await model.getWeights() };
}

describe.each(["last", "channel"] as const)("two epochs with a short last batch, batch norm over %s", (axis) => {
  const golden = GOLDEN[axis];

  it("reference: every loss to 1e-12, and the state after it", async () => {
    const { losses, weights } = await train(new ReferenceDevice(), axis);
    for (const [i, loss] of golden.losses.entries()) expect(Math.abs(losses[i]! - loss)).toBeLessThan(1e-12);
    const close = (name: string, expected: number[]): void => {
      for (const [i, value] of expected.entries()) expect(weights.get(name)![i]).toBeCloseTo(value, 10);
    };
    close("batch_normalization/moving_mean", golden.moving_mean);
    close("batch_normalization/moving_variance", golden.moving_variance);
    close("batch_normalization/gamma", golden.gamma);
    close("dense/bias", golden.dense_bias);
  });

  it("webgpu: every loss to 2e-5", async () => {
    const device = await openWebGpu({ adapter: "embedded" });
    try {
      const { losses } = await train(device, axis);
      expect(losses).toHaveLength(golden.losses.length);
      for (const [i, loss] of golden.losses.entries()) expect(Math.abs(losses[i]! - loss)).toBeLessThan(2e-5);
    } finally {
      device.close();
    }
  });
});
