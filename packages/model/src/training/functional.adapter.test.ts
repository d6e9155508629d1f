import type { MemoryUse } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, expect, it } from "vitest";
import { Augmentation } from "../augmentation/augmentation.ts";
import { Callback } from "../callbacks/callback.ts";
import { Activation } from "../layers/activation.ts";
import { Add } from "../layers/add.ts";
import { Average } from "../layers/average.ts";
import { AveragePooling2D } from "../layers/average-pooling2d.ts";
import { BatchNormalization } from "../layers/batch-normalization.ts";
import { Concatenate } from "../layers/concatenate.ts";
import { Conv2D } from "../layers/conv2d.ts";
import { Dense } from "../layers/dense.ts";
import { DepthwiseConv2D } from "../layers/depthwise-conv2d.ts";
import { Dropout } from "../layers/dropout.ts";
import { GlobalAveragePooling2D } from "../layers/global-average-pooling2d.ts";
import { GlobalMaxPooling2D } from "../layers/global-max-pooling2d.ts";
import { Input } from "../layers/input.ts";
import { MaxPooling2D } from "../layers/max-pooling2d.ts";
import { Subtract } from "../layers/subtract.ts";
import { BinaryFocalCrossentropy } from "../losses/binary-focal-crossentropy.ts";
import { CategoricalCrossentropy } from "../losses/categorical-crossentropy.ts";
import { Model } from "../model.ts";
import { RMSprop } from "../optimizers/rmsprop.ts";
import { fromArrays } from "./batch-source.ts";
import { fit } from "./fit.ts";

const [N, BATCH, C, H, W] = [10, 4, 2, 9, 7];
const device = await openWebGpu({ adapter: "embedded" });
afterAll(() => device.close());

/** Most kinds of layers, one of them used twice, a tensor that is read three times, and two outputs. */
function network(): Model {
  const x = Input([C, H, W]);
  const same = { kernelSize: 3, padding: "same" } as const;
  const stem = new Conv2D({ ...same, filters: 4, activation: "relu" }).apply(x);
  const shared = new BatchNormalization({ axis: 1 });
  const deep = new DepthwiseConv2D({ ...same, activation: "silu", name: "deep" }).apply(shared.apply(stem));
  const sum = new Add().apply([stem, new Dropout(0.2).apply(shared.apply(deep)), stem]);
  const pools = [new MaxPooling2D(), new AveragePooling2D()].map((pool) => pool.apply(sum));
  const joined = new Activation("gelu").apply(new Concatenate({ axis: 1 }).apply(pools));
  const [mean, most] = [new GlobalAveragePooling2D().apply(joined), new GlobalMaxPooling2D().apply(joined)];
  const first = new Dense({ units: 3, activation: "softmax" }).apply(new Subtract().apply([most, mean]));
  const second = new Dense({ units: 1, activation: "sigmoid" }).apply(
    new Concatenate().apply([new Average().apply([mean, most]), first]),
  );
  return new Model({ inputs: x, outputs: [first, second] });
}

/** What is on the device at the beginning of each step. */
class Watch extends Callback {
  readonly seen: MemoryUse[] = [];
  override onTrainBatchBegin(): void {
    this.seen.push(device.memory());
  }
}

const x = Float32Array.from({ length: N * C * H * W }, (_, i) => Math.sin(i * 1.7));
const y = [
  Float32Array.from({ length: 3 * N }, (_, i) => (Math.floor(i / 3) % 3 === i % 3 ? 1 : 0)),
  Float32Array.from({ length: N }, (_, i) => i % 2),
];
const source = fromArrays(x, y, { batchSize: BATCH, count: N });

async function train(model: Model) {
  const watch = new Watch();
  const { history } = await fit(model, source, {
    loss: [new CategoricalCrossentropy({ labelSmoothing: 0.1 }), new BinaryFocalCrossentropy()],
    lossWeights: [1, 0.5],
    metrics: [[], []],
    optimizer: new RMSprop({ centered: true, momentum: 0.9 }),
    augment: new Augmentation({ rotationRange: 20, horizontalFlip: true, brightnessRange: [0.8, 1.2] }),
    validation: source,
    epochs: 3,
    seed: 5,
    callbacks: [watch],
  });
  return { history, seen: watch.seen, weights: await model.getWeights() };
}

it("a functional network with augmentation takes no more of the device from step to step, and repeats its bytes", async () => {
  const first = await train(network().to(device, { seed: 1 }));
  expect(first.seen).toHaveLength(9);
  const distinct = (what: keyof MemoryUse, from: number) =>
    new Set(first.seen.slice(from).map((use) => use[what])).size;
  expect([distinct("bytes", 0), distinct("arrays", 0)]).toEqual([1, 1]);
  // Short batches and validation make bind groups of their own, the last of them in the second epoch.
  expect(distinct("created", 6)).toBe(1);
  const second = await train(network().to(device, { seed: 1 }));
  expect(second.history).toEqual(first.history);
  expect(second.weights).toEqual(first.weights);
});

it("what is frozen keeps its bytes, statistics of a shared batch norm too, and learns again when it is not", async () => {
  const model = network().to(device, { seed: 1 });
  await train(model);
  const before = await model.getWeights();
  const changed = async (): Promise<string[]> => {
    const { weights } = await train(model);
    return [...weights].filter(([name, values]) => values.join() !== before.get(name)!.join()).map(([name]) => name);
  };
  model.freeze(["conv2d", "batch_normalization", "deep"]);
  expect(await changed()).toEqual(["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]);
  model.unfreeze();
  expect((await changed()).toSorted()).toEqual([...before.keys()].toSorted());
});
