import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, expect, it } from "vitest";
import { Conv2D } from "../layers/conv2d.ts";
import { Dense } from "../layers/dense.ts";
import { Flatten } from "../layers/flatten.ts";
import { l2 } from "../layers/regularizers.ts";
import { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import { documentedMetrics } from "../metrics/metrics.ts";
import { Adam } from "../optimizers/adam.ts";
import { Sequential } from "../sequential.ts";
import { fromArrays } from "./batch-source.ts";
import { fit } from "./fit.ts";

const device = await openWebGpu({ adapter: "embedded", poison: { guardBytes: 1024 } });
afterAll(() => device.close());

it("weights whose size is no multiple of four leave the gaps of their arena at zero", async () => {
  const convolution = new Conv2D({ filters: 3, kernelSize: 3, kernelRegularizer: l2(1e-3) });
  const layers = [convolution, new Flatten(), new Dense({ units: 1, activation: "sigmoid" })];
  const model = new Sequential(layers, { inputShape: [1, 6, 5] }).to(device, { seed: 1 });
  const x = Float32Array.from({ length: 6 * 30 }, (_, i) => Math.sin(i));
  const source = fromArrays(x, Float32Array.of(0, 1, 0, 1, 1, 0), { batchSize: 4 });
  const recipe = { loss: new BinaryCrossentropy(), optimizer: new Adam(), metrics: documentedMetrics() };
  await fit(model, source, { ...recipe, epochs: 2 });
  const { trainable } = model.placement;
  const values = await device.read(trainable.values);
  const owned = new Set([...trainable.unpack(Float64Array.from(values.keys())).values()].flatMap((part) => [...part]));
  const gaps = values.filter((_, i) => !owned.has(i));
  expect(owned.size).toBe(model.countParams().trainable);
  expect(gaps.length).toBeGreaterThan(0);
  expect(gaps.every((value) => value === 0)).toBe(true);
});
