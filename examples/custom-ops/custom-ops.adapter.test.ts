import { noGrad, tensor } from "@tomograd/autograd";
import { openNull, openWebGpu } from "@tomograd/kernels/node";
import { checkOp, Harness } from "@tomograd/kernels/verify";
import { Adam, BatchNormalization, BinaryAccuracy, BinaryCrossentropy, Conv2D, F1Score, Model } from "@tomograd/model";
import { checkLayer, type CheckLayerOptions, type LayerCase } from "@tomograd/model/verify";
import { afterAll, describe, expect, it } from "vitest";
import { fused } from "./conv-batchnorm-relu.ts";
import { classifier, examples, segmenter, slices } from "./custom-ops-fixture.ts";
import { Gabor2D } from "./gabor.ts";
import { GeluTanh } from "./gelu.ts";
import { Sobel } from "./sobel.ts";
import { SoftDice } from "./soft-dice.ts";
import { ChannelGate } from "./squeeze-excitation.ts";

const harness = new Harness({
  open: (options) => openWebGpu({ adapter: "embedded", ...options }),
  openNull,
  // Of the convolution inside the fused op the plain variants: all of them are checked with conv2d.
  variants: (name) => name === "plain",
});
const device = await openWebGpu({ adapter: "embedded" });
afterAll(() => {
  harness.close();
  device.close();
});

it.each(Object.entries(examples))("op check finds nothing wrong with %s", async (_, op) => {
  expect((await checkOp(harness, op, { fuzz: 5 })).failures).toEqual([]);
});

const bank = (drawn: number): number => 1 + drawn / 2;

it.each<LayerCase & CheckLayerOptions>([
  { make: () => new GeluTanh(), inputs: [[3, 4, 5]], output: [3, 4, 5] },
  { make: () => new ChannelGate(), inputs: [[3, 4, 5], [3]], output: [3, 4, 5] },
  { make: () => new Sobel(), inputs: [[3, 4, 5]], output: [6, 4, 5] },
  // WGSL's sine and cosine may be off by 2^-11.
  { make: () => new Gabor2D(), inputs: [[1, 4, 3]], output: [8, 4, 3], fill: { bank }, tolerance: 1e-3 },
])("checkLayer finds nothing wrong with a layer to $output", async ({ tolerance = 1e-5, ...layerCase }) => {
  expect((await checkLayer(layerCase, { device, tolerance })).failures).toEqual([]);
});

describe("a network of the phantom's slices", () => {
  it.each(["gelu", "squeezeExcitation", "sobel", "gabor"])("learns with %s in it", async (part) => {
    const model = classifier(part).to(device, { seed: 1 });
    const optimizer = new Adam({ learningRate: 0.01 });
    model.compile({ loss: new BinaryCrossentropy(), optimizer, metrics: [new BinaryAccuracy()] });
    const { history } = await model.fit(await slices("class"), { epochs: 9 });
    expect(history["loss"]!.at(-1)).toBeLessThan(0.35);
    expect(history["binary_accuracy"]!.at(-1)).toBeGreaterThan(0.85);
  });

  it("learns by soft Dice where lesions are", async () => {
    const model = segmenter().to(device, { seed: 1 });
    const optimizer = new Adam({ learningRate: 0.01 });
    model.compile({ loss: new SoftDice(), optimizer, metrics: [new F1Score()] });
    const { history } = await model.fit(await slices("mask"), { epochs: 12 });
    expect(history["loss"]!.at(-1)).toBeLessThan(0.45);
    expect(history["f1_score"]!.at(-1)).toBeGreaterThan(0.5);
  });
});

it("a trained convolution and its normalisation predict the same when they are fused", async () => {
  const model = classifier("normalized").to(device, { seed: 1 });
  model.compile({ loss: new BinaryCrossentropy(), optimizer: new Adam({ learningRate: 0.01 }), metrics: [] });
  await model.fit(await slices("class"), { epochs: 1 });
  const [conv, normalization] = [
    model.getLayer("conv2d") as Conv2D,
    model.getLayer("batch_normalization") as BatchNormalization,
  ];
  const relu = new Model({ inputs: model.inputs, outputs: model.getLayer("activation").output });
  const x = tensor(
    device,
    Float32Array.from({ length: 2 * 24 * 24 }, (_, i) => Math.sin(1.7 * i)),
    [2, 1, 24, 24],
  );
  const [expected] = relu.infer([x]);
  const [plain, together] = [await expected!.read(), await noGrad(() => fused(conv, normalization, x)).read()];
  expect(Math.max(...plain)).toBeGreaterThan(0.1);
  for (const [i, value] of plain.entries()) expect(Math.abs(together[i]! - value)).toBeLessThan(1e-5);
});
