import { gradcheck, noGrad, tensor } from "@tomograd/autograd";
import { ReferenceDevice, sizeOf } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { LambdaCallback } from "./callbacks/lambda-callback.ts";
import { documentedCnn } from "./documented-cnn.ts";
import { Add } from "./layers/add.ts";
import { BatchNormalization } from "./layers/batch-normalization.ts";
import { Conv2D } from "./layers/conv2d.ts";
import { Dense } from "./layers/dense.ts";
import { Dropout } from "./layers/dropout.ts";
import { Flatten } from "./layers/flatten.ts";
import { Input } from "./layers/input.ts";
import { MaxPooling2D } from "./layers/max-pooling2d.ts";
import { BinaryCrossentropy } from "./losses/binary-crossentropy.ts";
import { documentedMetrics } from "./metrics/metrics.ts";
import { Model } from "./model.ts";
import { Adam } from "./optimizers/adam.ts";
import { Sequential } from "./sequential.ts";
import { fromArrays } from "./training/batch-source.ts";
import { evaluate, predict, predictAll } from "./training/evaluate.ts";
import { fit } from "./training/fit.ts";

const device = new ReferenceDevice();
const INFERENCE = { training: false, seed: 0, step: 0 };
const wave = (length: number, phase = 0): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(1.7 * i + phase));
const conv = (filters: number): Conv2D => new Conv2D({ filters, kernelSize: 3, padding: "same", activation: "relu" });
const recipe = () => ({ loss: new BinaryCrossentropy(), optimizer: new Adam(), metrics: documentedMetrics() });

/** The documented network through the functional API. */
function functionalCnn() {
  const input = Input([1, 6, 4]);
  const hidden = [
    new Conv2D({ filters: 3, kernelSize: 5, padding: "same", activation: "relu" }),
    conv(2),
    new MaxPooling2D(),
    new BatchNormalization(),
    new Flatten(),
    new Dropout(0.5),
    new Dense({ units: 1, activation: "sigmoid" }),
  ];
  return new Model({ inputs: input, outputs: hidden.reduce((x, layer) => layer.apply(x), input) });
}

test("both APIs make the same network: the same initial weights, dropout and losses (S-13)", async () => {
  const layers = functionalCnn().layers.slice(1);
  const names = layers.map(({ name }) => name);
  const losses = async (model: Model): Promise<number[]> => {
    model.to(device, { seed: 3 });
    const { history } = await fit(
      model,
      fromArrays(wave(8 * 24), Float32Array.of(0, 1, 1, 0, 1, 0, 0, 1), { batchSize: 4 }),
      {
        ...recipe(),
        epochs: 2,
        seed: 7,
      },
    );
    return history["loss"]!;
  };
  const stack = new Sequential(
    [
      new Conv2D({ filters: 3, kernelSize: 5, padding: "same", activation: "relu" }),
      conv(2),
      new MaxPooling2D(),
      new BatchNormalization(),
      new Flatten(),
      new Dropout(0.5),
      new Dense({ units: 1, activation: "sigmoid" }),
    ],
    { inputShape: [1, 6, 4] },
  );
  expect(stack.layers.map(({ name }) => name)).toEqual(names);
  expect(await losses(functionalCnn())).toEqual(await losses(stack));
});

test("the summary of a functional stack has a row for its input", () => {
  expect(functionalCnn().summary()).toContain(`Model: "model"
_________________________________________________________________
Layer (type)                 Output Shape              Param #   
=================================================================
input_1 (InputLayer)         [(None, 1, 6, 4)]         0         
_________________________________________________________________
conv2d (Conv2D)              (None, 3, 6, 4)           78        
`);
});

function residual() {
  const input = Input([2, 4, 4]);
  const first = conv(2).apply(input);
  const sum = new Add().apply([input, conv(2).apply(first)]);
  const y = new Dense({ units: 1, activation: "sigmoid" }).apply(new Flatten().apply(sum));
  return new Model({ inputs: input, outputs: y });
}

test("the summary of a graph says what is connected with what", () => {
  expect(residual().summary()).toMatchSnapshot();
});

function siamese() {
  const left = Input([4], { name: "left" });
  const right = Input([4], { name: "right" });
  const encoder = new Dense({ units: 3, activation: "relu", name: "encoder" });
  const sum = new Add().apply([encoder.apply(left), encoder.apply(right)]);
  const y = new Dense({ units: 1, activation: "sigmoid" }).apply(sum);
  return new Model({ inputs: [left, right], outputs: y });
}

test("a shared layer has its weights once, and its summary names both uses", () => {
  const model = siamese();
  expect(model.countParams()).toEqual({ total: 19, trainable: 19 });
  expect(model.summary()).toMatchSnapshot();
});

test.each([
  ["residual", residual, [[2, 2, 4, 4]]],
  [
    "siamese",
    siamese,
    [
      [2, 4],
      [2, 4],
    ],
  ],
] as const)("the gradients of a %s network agree with central differences", async (_, make, shapes) => {
  const model = make().to(device, { seed: 1 });
  const { weights } = model;
  const initial = await model.getWeights();
  // Central differences of each weight, through the network itself.
  const result = await gradcheck(
    (...values) => {
      const here = values[0]!.device;
      const inputs = shapes.map((shape, i) => tensor(here, wave(sizeOf(shape), i), shape));
      for (const [i, weight] of weights.entries()) weight.tensor = values[i]!;
      const [y] = model.call(inputs, { training: true, seed: 1, step: 0, beforeActivation: [true] });
      return new BinaryCrossentropy().of(y!, true, tensor(here, [0, 1], [2, 1])).loss;
    },
    weights.map(({ name, shape }) => ({ shape, values: initial.get(name)! })),
  );
  expect(result).toMatchObject({ ok: true });
});

test("several outputs have a loss, a weight and metrics each, named as in Keras", async () => {
  const input = Input([3]);
  const hidden = new Dense({ units: 4, activation: "relu" }).apply(input);
  const head = (name: string) => new Dense({ units: 1, activation: "sigmoid", name }).apply(hidden);
  const model = new Model({ inputs: input, outputs: [head("lesion"), head("artefact")] }).to(device, { seed: 1 });
  const [first, second] = [Float32Array.of(0, 1, 1, 0), Float32Array.of(1, 1, 0, 0)];
  const source = fromArrays(wave(12), [first, second], { batchSize: 2, count: 4 });
  const bce = new BinaryCrossentropy();
  const judgement = { loss: [bce, bce], lossWeights: [1, 0.5], metrics: [documentedMetrics(), documentedMetrics()] };
  const logs = await evaluate(model, source, judgement);
  expect(Object.keys(logs).slice(0, 5)).toEqual(["loss", "lesion_loss", "artefact_loss", "lesion_tp", "lesion_fp"]);
  expect(logs["loss"]).toBeCloseTo(logs["lesion_loss"]! + 0.5 * logs["artefact_loss"]!, 12);
  const [lesion, artefact] = await predictAll(model, source);
  expect([lesion!.length, artefact!.length]).toEqual([4, 4]);
  const { history } = await fit(model, source, { ...judgement, optimizer: new Adam(), epochs: 20 });
  expect(history["loss"]!.at(-1)).toBeLessThan(history["loss"]![0]!);
});

test("a compiled model trains and is judged as by the functions, and names every metric (D-12)", async () => {
  const source = fromArrays(wave(4 * 24), Float32Array.of(0, 1, 1, 0), { batchSize: 2 });
  const make = () => documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4] }).to(device, { seed: 1 });
  const [model, twin] = [make().compile(recipe()), make()];
  const { history } = await model.fit(source, { epochs: 2, validation: source });
  expect(history).toEqual((await fit(twin, source, { ...recipe(), epochs: 2, validation: source })).history);
  const logs = await model.evaluate(source);
  expect(logs).toEqual(await evaluate(twin, source, recipe()));
  expect(model.metricsNames).toEqual(Object.keys(logs));
  expect(await model.predict(source)).toEqual(await predict(twin, source));
  await expect(twin.evaluate(source)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: sequential: must be compiled first. Received no loss, no optimizer.]`,
  );
  const two = new Sequential([new Dense({ units: 2 })], { inputShape: [4] });
  expect(() => two.compile(recipe())).toThrow("binary cross-entropy needs a last layer of one unit with a sigmoid");
});

test("frozen layers stay as they are, and batch normalisation then infers", async () => {
  const model = documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4], dropout: 0 }).to(device, { seed: 1 });
  const source = fromArrays(wave(8 * 24), Float32Array.of(0, 1, 1, 0, 1, 0, 0, 1), { batchSize: 4 });
  model.freeze(["conv2d", "batch_normalization"]);
  expect(model.countParams().trainable).toBe(56 + 13);
  const before = await model.getWeights();
  await fit(model, source, { ...recipe(), epochs: 1 });
  const after = await model.getWeights();
  const changed = [...after]
    .filter(([name, values]) => values.join() !== before.get(name)!.join())
    .map(([name]) => name);
  expect(changed).toEqual(["conv2d_1/kernel", "conv2d_1/bias", "dense/kernel", "dense/bias"]);
  model.unfreeze();
  await fit(model, source, { ...recipe(), epochs: 1 });
  expect((await model.getWeights()).get("conv2d/kernel")).not.toEqual(after.get("conv2d/kernel"));
});

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

test("a network is used as a part of another", () => {
  const encoder = new Sequential([new Dense({ units: 3, activation: "relu" })], { inputShape: [4] });
  const [left, right] = [Input([4]), Input([4])];
  const model = new Model({
    inputs: [left, right],
    outputs: new Add().apply([encoder.apply(left), encoder.apply(right)]),
  });
  model.to(device, { seed: 1 });
  expect(model.countParams().total).toBe(15);
  const [a, b] = [wave(4), wave(4, 1)].map((values) => tensor(device, values, [1, 4]));
  expect(() => noGrad(() => model.call([a!, b!], INFERENCE))).not.toThrow();
});

test("a model says what is wrong with its graph", () => {
  const [a, b] = [Input([4], { name: "a" }), Input([4], { name: "b" })];
  const sum = new Add().apply([a, b]);
  expect(() => new Model({ inputs: a, outputs: sum })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: model: every Input that the outputs depend on must be among the inputs. Received missing=b shape=[4].]`,
  );
  expect(
    () => new Model({ inputs: [a, b], outputs: new Dense({ units: 1 }).apply(a) }),
  ).toThrowErrorMatchingInlineSnapshot(`[UsageError: model: every input must lead to an output. Received unused=b.]`);
  expect(() => new Add().apply([a, Input([3])])).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: add: the inputs' extents must be equal, or one of them 1, from the last axis on. Received inputs=[4] and [3].]`,
  );
  expect(() => new Add().apply(a)).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: add: takes two inputs or more. Received inputs=1. Apply it to a list: add.apply([a, b]).]`,
  );
  const twins = [new Dense({ units: 1, name: "twin" }).apply(a), new Dense({ units: 1, name: "twin" }).apply(a)];
  expect(() => new Model({ inputs: a, outputs: twins })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: model: the names of layers must be unique. Received name=twin of a Dense and a Dense.]`,
  );
  expect(() => functionalCnn().getLayer("dens")).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: model: has no such layer. Received name=dens. There are input_1, conv2d, conv2d_1, max_pooling2d, batch_normalization, flatten, dropout, dense.]`,
  );
});
