import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, expect, it } from "vitest";
import { documentedCnn } from "../documented-cnn.ts";
import { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import { documentedMetrics } from "../metrics/metrics.ts";
import { Adam } from "../optimizers/adam.ts";
import { fromArrays } from "./batch-source.ts";
import { fit } from "./fit.ts";

/** Of 13 images the first convolution's output takes 13 x 4 x 16 x 16 x 4 = 53,248 bytes: four parts here. */
const MAX_BINDING_BYTES = 16_384;
const SIZE = 16;
const N = 13;

const whole = await openWebGpu({ adapter: "embedded" });
const cut = await openWebGpu({ adapter: "embedded", maxBindingBytes: MAX_BINDING_BYTES });
afterAll(() => [whole, cut].forEach((device) => device.close()));

const x = Float32Array.from({ length: N * 3 * SIZE * SIZE }, (_, i) => Math.sin(i * 1.7));
const y = Float32Array.from({ length: N }, (_, i) => i % 2);

async function train(device: typeof whole) {
  const model = documentedCnn({ filters: [4, 2], inputShape: [3, SIZE, SIZE] }).to(device, { seed: 3 });
  const recipe = { loss: new BinaryCrossentropy(), optimizer: new Adam(), metrics: documentedMetrics() };
  const { history } = await fit(model, fromArrays(x, y, { batchSize: N }), { ...recipe, epochs: 3, seed: 3 });
  return { losses: history["loss"]!, weights: [...(await model.getWeights()).values()].flatMap((part) => [...part]) };
}

it("a batch that is too large for one binding trains as it does at once, to rounding", async () => {
  const [expected, actual] = [await train(whole), await train(cut)];
  expect(expected.losses).toHaveLength(3);
  for (const [epoch, loss] of expected.losses.entries())
    expect(Math.abs(actual.losses[epoch]! - loss)).toBeLessThanOrEqual(1e-5 * Math.abs(loss));
  // Adam divides a gradient by its own size, so what is rounded there moves a weight by a share of the learning rate.
  for (const [i, weight] of expected.weights.entries())
    expect(Math.abs(actual.weights[i]! - weight)).toBeLessThanOrEqual(1e-4);
});

it("makes nothing on the device after the first step", async () => {
  const created: number[] = [];
  const model = documentedCnn({ filters: [4, 2], inputShape: [3, SIZE, SIZE] }).to(cut, { seed: 3 });
  const recipe = { loss: new BinaryCrossentropy(), optimizer: new Adam(), metrics: documentedMetrics() };
  const source = fromArrays(x, y, { batchSize: N });
  async function* batches() {
    for (let step = 0; step < 6; step += 1) {
      for await (const batch of source.batches(0)) yield batch;
      created.push(cut.memory().created);
    }
  }
  await fit(model, { length: 6 * N, batchSize: N, batches }, { ...recipe, epochs: 1 });
  expect(created).toHaveLength(5);
  expect(new Set(created.slice(1))).toEqual(new Set([created[0]]));
});

it("makes nothing for a short last batch either, and a second fit starts its optimizer anew", async () => {
  const source = fromArrays(x, y, { batchSize: 5 });
  const recipe = { loss: new BinaryCrossentropy(), optimizer: new Adam(), metrics: documentedMetrics() };
  const trained = async (optimizer: Adam) => {
    const model = documentedCnn({ filters: [4, 2], inputShape: [3, SIZE, SIZE] }).to(whole, { seed: 3 });
    await fit(model, source, { ...recipe, optimizer, epochs: 1, seed: 3 });
    return await model.getWeights();
  };
  const once = await trained(recipe.optimizer);
  const { bytes } = whole.memory();
  const again = await trained(recipe.optimizer);
  expect(again).toEqual(once);
  expect(recipe.optimizer.iterations).toBe(3);
  // The first model is still there, with its weights.
  expect(whole.memory().bytes - bytes).toBeLessThan(64 * 1024);
});
