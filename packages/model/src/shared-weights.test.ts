import { expect, test } from "vitest";
import { LambdaCallback } from "./callbacks/lambda-callback.ts";
import { documentedCnn } from "./documented-cnn.ts";
import { Dense } from "./layers/dense.ts";
import { Model } from "./model.ts";
import { fromArrays } from "./training/batch-source.ts";
import { predict } from "./training/evaluate.ts";
import { device, recipe, wave } from "./network-fixture.ts";

test("a network goes on from the features of another, with weights by name", async () => {
  const base = documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4] }).to(device, { seed: 1 });
  const trained = await base.getWeights();
  const head = new Dense({ units: 1, activation: "sigmoid", name: "head" });
  const model = new Model({ inputs: base.inputs, outputs: head.apply(base.getLayer("flatten").output) });
  model.to(device, { seed: 2 });
  const values = new Map([...trained].map(([name, data]) => [name, { data }]));
  expect(() => model.loadWeights(values)).toThrow(
    "model: weights must fit the model. Received head/kernel is missing; head/bias is missing; dense/kernel is unknown; dense/bias is unknown.",
  );
  const report = model.loadWeights(values, { skipMismatch: true });
  expect(report).toMatchObject({ missing: ["head/kernel", "head/bias"], unknown: ["dense/kernel", "dense/bias"] });
  expect((await model.getWeights()).get("conv2d/kernel")).toEqual(trained.get("conv2d/kernel"));
  expect(await predict(model, fromArrays(wave(24), Float32Array.of(0), { batchSize: 1 }))).toHaveLength(1);
});

test("networks of the same layers learn the same weights, whichever of them is trained", async () => {
  const source = fromArrays(wave(8 * 24), Float32Array.of(0, 1, 1, 0, 1, 0, 0, 1), { batchSize: 4 });
  const base = documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4], dropout: 0 }).to(device, { seed: 1 });
  await base.compile(recipe()).fit(source, { epochs: 1 });
  const learned = (await base.getWeights()).get("conv2d/kernel")!.slice();
  const head = new Dense({ units: 1, activation: "sigmoid", name: "head" });
  const outputs = head.apply(base.getLayer("flatten").output);
  const model = new Model({ inputs: base.inputs, outputs }).to(device, { seed: 2 });
  const kernels = async () =>
    await Promise.all([base, model].map(async (one) => (await one.getWeights()).get("conv2d/kernel")!.slice()));
  expect(await kernels()).toEqual([learned, learned]);
  for (const trained of [model, base, model]) {
    const [before] = await kernels();
    await trained.compile(recipe()).fit(source, { epochs: 1 });
    const [ofBase, ofModel] = await kernels();
    expect(ofBase).toEqual(ofModel);
    expect(ofBase).not.toEqual(before);
  }
  model.to(device, { seed: 1 });
  expect((await model.getWeights()).get("conv2d/kernel")).not.toEqual(learned);
});

test("a network of layers that are on a device already predicts with them, and takes none away from training", async () => {
  const source = fromArrays(wave(8 * 24), Float32Array.of(0, 1, 1, 0, 1, 0, 0, 1), { batchSize: 4 });
  const base = documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4], dropout: 0 });
  const features = new Model({ inputs: base.inputs, outputs: base.getLayer("flatten").output });
  await expect(predict(features, source)).rejects.toThrow("is on no device");
  base.to(device, { seed: 1 });
  const seen: string[] = [];
  const look = new LambdaCallback({ onEpochEnd: async () => void seen.push((await predict(features, source)).join()) });
  await base.compile(recipe()).fit(source, { epochs: 2, callbacks: [look] });
  expect(new Set(seen).size).toBe(2);
  const take = new LambdaCallback({ onEpochEnd: () => void features.to(device) });
  await expect(base.fit(source, { epochs: 2, callbacks: [take] })).rejects.toThrow(
    "sequential: its weights must stay while it is trained. Received taken over by another model=conv2d/kernel.",
  );
});
