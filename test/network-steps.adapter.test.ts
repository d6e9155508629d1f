import { readFileSync } from "node:fs";
import { ReferenceDevice, sizeOf, type Device } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";
import {
  Activation,
  Adam,
  AdamW,
  Add,
  AveragePooling2D,
  BatchNormalization,
  BinaryCrossentropy,
  Callback,
  CategoricalCrossentropy,
  Concatenate,
  Conv2D,
  Dense,
  DepthwiseConv2D,
  fit,
  fromArrays,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  Input,
  l2,
  MaxPooling2D,
  Model,
  RMSprop,
  SGD,
  type Logs,
  type Loss,
  type Optimizer,
  type SymbolicTensor,
} from "@tomograd/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Golden {
  readonly losses: readonly number[];
  /** Of each weight after the last step. */
  readonly sums: Readonly<Record<string, number>>;
}

/** Losses of PyTorch in float64: goldens/network_steps.py, whose networks, weights and data are repeated here. */
const GOLDEN = JSON.parse(readFileSync(new URL("goldens/network-steps.json", import.meta.url), "utf8")) as Record<
  string,
  Record<string, Golden>
>;
const [N, BATCH, EPOCHS] = [20, 6, 5];

/** Values in [-scale, scale], rounded to float32. */
function wave(count: number, phase: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => scale * Math.sin(12.9898 * (i + 1) + phase));
}

interface Task {
  readonly network: () => Model;
  readonly loss: Loss;
  readonly labels: Float32Array;
}

const conv = (name: string, filters: number, options: object = {}) =>
  new Conv2D({ name, filters, kernelSize: 3, padding: "same", useBias: false, ...options });
const activated = (name: ConstructorParameters<typeof Activation>[0], x: SymbolicTensor): SymbolicTensor =>
  new Activation(name).apply(x);

function residual(): Model {
  const x = Input([2, 9, 8]);
  const norm = (name: string) => new BatchNormalization({ name, axis: 1 });
  const shared = norm("shared");
  const stem = activated("relu", norm("norm").apply(conv("stem", 4).apply(x)));
  const first = activated("relu", shared.apply(conv("a", 4, { kernelRegularizer: l2(1e-2) }).apply(stem)));
  const second = shared.apply(conv("b", 4).apply(first));
  const block = activated("relu", new Add().apply([stem, second, stem]));
  const projected = conv("shortcut", 6, { kernelSize: 1, strides: 2 }).apply(block);
  const branch = norm("last").apply(conv("c", 6, { strides: 2, useBias: true }).apply(block));
  const sum = activated("leaky_relu", new Add().apply([branch, projected]));
  const head = new Dense({ name: "head", units: 1, activation: "sigmoid" });
  return new Model({ inputs: x, outputs: head.apply(new GlobalAveragePooling2D().apply(sum)) });
}

function separable(): Model {
  const x = Input([3, 10, 9]);
  const stem = conv("stem", 4, { strides: 2, useBias: true, activation: "relu" }).apply(x);
  const depthwise = new DepthwiseConv2D({ name: "depthwise", kernelSize: 3, padding: "same", depthMultiplier: 2 });
  const normal = new BatchNormalization({ name: "norm", axis: 1 }).apply(depthwise.apply(stem));
  const point = conv("pointwise", 5, { kernelSize: 1, useBias: true, activation: "elu" });
  const pointwise = point.apply(activated("silu", normal));
  const pool = { poolSize: 3, strides: 2, padding: "same" } as const;
  const average = new AveragePooling2D(pool).apply(pointwise);
  const largest = new MaxPooling2D(pool).apply(pointwise);
  const joined = new Concatenate({ axis: 1 }).apply([average, largest, average]);
  const pooled = [new GlobalAveragePooling2D().apply(joined), new GlobalMaxPooling2D().apply(joined)];
  const head = new Dense({ name: "head", units: 3, activation: "softmax" });
  return new Model({ inputs: x, outputs: head.apply(activated("tanh", new Add().apply(pooled))) });
}

const classOf = (sample: number): number => ((sample * 5) % 7) % 3;
const TASKS: Readonly<Record<string, Task>> = {
  residual: {
    network: residual,
    loss: new BinaryCrossentropy(),
    labels: Float32Array.from({ length: N }, (_, i) => ((i * 7) % 3 === 0 ? 1 : 0)),
  },
  separable: {
    network: separable,
    loss: new CategoricalCrossentropy({ labelSmoothing: 0.1 }),
    labels: Float32Array.from({ length: 3 * N }, (_, i) => (classOf(Math.floor(i / 3)) === i % 3 ? 1 : 0)),
  },
};

const OPTIMIZERS: Readonly<Record<string, () => Optimizer>> = {
  adam: () => new Adam({ learningRate: 2e-3 }),
  adamw: () => new AdamW({ learningRate: 2e-3, weightDecay: 0.05 }),
  nesterov: () => new SGD({ momentum: 0.9, nesterov: true }),
  rmsprop: () => new RMSprop(),
  centered: () => new RMSprop({ centered: true, momentum: 0.5 }),
};

class Losses extends Callback {
  readonly values: number[] = [];
  override onTrainBatchEnd(_batch: number, _logs: Logs, batchLoss: number): void {
    this.values.push(batchLoss);
  }
}

async function train(device: Device, { network, loss, labels }: Task, optimizer: Optimizer) {
  const model = network().to(device);
  const weights = await model.getWeights();
  const drawn = model.weights.filter(({ name }) => /kernel$|bias$/.test(name));
  for (const [k, { name, shape }] of drawn.toSorted((a, b) => (a.name < b.name ? -1 : 1)).entries())
    weights.set(name, wave(sizeOf(shape), k, name.endsWith("bias") ? 0.05 : 0.4));
  model.setWeights(weights);
  const x = wave(N * sizeOf(model.inputShape), 7, 1);
  const losses = new Losses();
  const source = fromArrays(x, labels, { batchSize: BATCH, count: N });
  await fit(model, source, { loss, optimizer, metrics: [], epochs: EPOCHS, callbacks: [losses] });
  return { losses: losses.values, weights: await model.getWeights() };
}

const cases = Object.keys(TASKS).flatMap((task) => Object.keys(OPTIMIZERS).map((optimizer) => [task, optimizer]));

describe.each(cases as [string, string][])("%s network, %s, 20 steps", (task, optimizer) => {
  const golden = GOLDEN[task]![optimizer]!;
  const run = async (device: Device) => await train(device, TASKS[task]!, OPTIMIZERS[optimizer]!());
  const furthest = (losses: readonly number[]): number =>
    Math.max(...golden.losses.map((loss, i) => Math.abs(losses[i]! - loss)));

  it("reference: every loss to 1e-11, and every weight after it", async () => {
    const { losses, weights } = await run(new ReferenceDevice());
    expect(losses).toHaveLength(golden.losses.length);
    expect(furthest(losses)).toBeLessThan(1e-11);
    expect([...weights.keys()].toSorted()).toEqual(Object.keys(golden.sums));
    for (const [name, sum] of Object.entries(golden.sums))
      expect(
        [...weights.get(name)!].reduce((total, value) => total + value, 0),
        name,
      ).toBeCloseTo(sum, 10);
  });

  describe("webgpu", () => {
    let device: Device & { close(): void };
    beforeAll(async () => void (device = await openWebGpu({ adapter: "embedded" })));
    afterAll(() => device.close());

    it("every loss to 2e-5", async () => {
      const { losses } = await run(device);
      expect(losses).toHaveLength(golden.losses.length);
      expect(furthest(losses)).toBeLessThan(2e-5);
    });
  });
});
