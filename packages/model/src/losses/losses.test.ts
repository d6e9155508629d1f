import { gradcheck, tensor, type Tensor } from "@tomograd/autograd";
import { ReferenceDevice, ShapeError, UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { Dense } from "../layers/dense.ts";
import { CategoricalAccuracy, MacroF1Score } from "../metrics/class-metrics.ts";
import { documentedMetrics } from "../metrics/metrics.ts";
import { Adam } from "../optimizers/adam.ts";
import { Sequential } from "../sequential.ts";
import { fromArrays } from "../training/batch-source.ts";
import { evaluate } from "../training/evaluate.ts";
import { fit } from "../training/fit.ts";
import { BinaryCrossentropy } from "./binary-crossentropy.ts";
import { BinaryFocalCrossentropy } from "./binary-focal-crossentropy.ts";
import { CategoricalCrossentropy } from "./categorical-crossentropy.ts";
import type { Loss } from "./loss.ts";
import { SigmoidFocalCrossEntropy } from "./sigmoid-focal-crossentropy.ts";

type Rows = readonly (readonly number[])[];

const device = new ReferenceDevice();
const array = (rows: Rows): Tensor =>
  tensor(device, Float64Array.from(rows.flat()), [rows.length, rows[0]!.length], { name: "rows" });
const column = (values: readonly number[]): Rows => values.map((value) => [value]);
const logit = (p: number): number => Math.log(p / (1 - p));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A loss of values on whatever device they are. */
function lossOf(loss: Loss, labels: Rows): (values: Tensor) => Tensor {
  const flat = Float64Array.from(labels.flat());
  return (values) => loss.of(values, true, tensor(values.device, flat, values.shape, { name: "labels" })).loss;
}

/** The loss of each row of two outputs as Keras gives it, the mean of the row. */
async function rowMeans(loss: Loss, values: Rows, labels: Rows): Promise<number[]> {
  const of = async (row: readonly number[], i: number) =>
    (await loss.of(array(column(row)), true, array(column(labels[i]!))).loss.item()) / row.length;
  return await Promise.all(values.map(of));
}

const LABELS = [
  [0, 1],
  [0, 0],
];
const PROBABILITIES = [
  [0.6, 0.4],
  [0.4, 0.6],
];
const LOGITS = PROBABILITIES.map((row) => row.map(logit));
const output = (activation: string, shape = [1]) => ({ name: "y", shape, activation });

describe("BinaryCrossentropy", () => {
  it("gives Keras' documented values from logits", async () => {
    const values = [
      [-18.6, 0.51],
      [2.94, -12.8],
    ];
    const means = await rowMeans(new BinaryCrossentropy({ fromLogits: true }), values, LABELS);
    expect(sum(means) / 2).toBeCloseTo(0.8654, 3);
    expect(sum(means)).toBeCloseTo(1.7308, 3);
  });

  it("gives Keras' documented values from probabilities", async () => {
    const means = await rowMeans(new BinaryCrossentropy({ fromProbabilities: true }), PROBABILITIES, LABELS);
    expect(means.map((mean) => mean.toFixed(3))).toEqual(["0.916", "0.714"]);
  });

  it("clips probabilities, and only these", async () => {
    const of = (loss: Loss, value: number) => loss.of(array([[value]]), true, array([[1]])).loss;
    expect(await of(new BinaryCrossentropy(), -20).item()).toBeCloseTo(20.0000000021, 9);
    const clipping = new BinaryCrossentropy({ fromProbabilities: true });
    const p = 1 / (1 + Math.exp(20));
    expect(await of(clipping, p).item()).toBeCloseTo(16.1181, 4);
    const flat = await gradcheck(lossOf(clipping, [[1]]), [{ shape: [1, 1], values: [-0.5] }]);
    expect(flat.worst).toMatchObject({ analytic: 0, numeric: 0 });
  });

  it("trains a network that ends in no sigmoid if told that it gives probabilities", async () => {
    const model = new Sequential([new Dense({ units: 1, activation: "hard_sigmoid" })], { inputShape: [2] });
    model.to(device, { seed: 1 });
    const source = fromArrays(Float32Array.of(0, 1, 1, 0, 1, 1, 0, 0), Float32Array.of(0, 1, 1, 0), { batchSize: 4 });
    const recipe = { optimizer: new Adam({ learningRate: 0.1 }), metrics: documentedMetrics(), epochs: 60 };
    await expect(fit(model, source, { ...recipe, loss: new BinaryCrossentropy() })).rejects.toThrow("with a sigmoid");
    const { history } = await fit(model, source, {
      ...recipe,
      loss: new BinaryCrossentropy({ fromProbabilities: true }),
    });
    expect(history["loss"]!.at(-1)).toBeLessThan(history["loss"]![0]! / 2);
    expect(history["accuracy"]!.at(-1)).toBe(1);
  });

  it("takes logits or probabilities, not both", () => {
    expect(() => new BinaryCrossentropy({ fromLogits: true, fromProbabilities: true })).toThrow(UsageError);
  });
});

describe("focal losses", () => {
  const focal = (p: number, y: number, gamma: number, alpha?: number): number => {
    const right = y * p + (1 - y) * (1 - p);
    const weight = alpha === undefined ? 1 : y * alpha + (1 - y) * (1 - alpha);
    return -weight * (1 - right) ** gamma * Math.log(right);
  };
  const expected = (gamma: number, alpha?: number): number[] =>
    PROBABILITIES.map((row, i) => sum(row.map((p, k) => focal(p, LABELS[i]![k]!, gamma, alpha))) / 2);

  it("BinaryFocalCrossentropy gives Keras' documented values", async () => {
    const means = await rowMeans(new BinaryFocalCrossentropy(), LOGITS, LABELS);
    expect(means.map((mean) => mean.toFixed(3))).toEqual(["0.330", "0.206"]);
  });

  it.each([
    ["of another gamma", new BinaryFocalCrossentropy({ gamma: 3.5 }), expected(3.5)],
    ["without a gamma: cross-entropy", new BinaryFocalCrossentropy({ gamma: 0 }), expected(0)],
    ["with balanced classes", new BinaryFocalCrossentropy({ applyClassBalancing: true }), expected(2, 0.25)],
    ["ignoring an alpha that is not applied", new BinaryFocalCrossentropy({ alpha: 0.9 }), expected(2)],
    ["of TensorFlow Addons, always balanced", new SigmoidFocalCrossEntropy(), expected(2, 0.25)],
    ["of TensorFlow Addons", new SigmoidFocalCrossEntropy({ alpha: 0.75, gamma: 1 }), expected(1, 0.75)],
  ])("follow the formula %s", async (_, loss, means) => {
    for (const [i, mean] of (await rowMeans(loss, LOGITS, LABELS)).entries()) expect(mean).toBeCloseTo(means[i]!, 12);
  });

  it("refuse what is out of range", () => {
    expect(() => new BinaryFocalCrossentropy({ gamma: -1 })).toThrow(ShapeError);
    expect(() => new BinaryFocalCrossentropy({ alpha: 1.5 })).toThrow(ShapeError);
    expect(() => new SigmoidFocalCrossEntropy({ alpha: -0.1 })).toThrow(ShapeError);
  });
});

describe("CategoricalCrossentropy", () => {
  const labels = [
    [0, 1, 0],
    [0, 0, 1],
  ];
  const values = [
    [0.05, 0.95, 1e-7],
    [0.1, 0.8, 0.1],
  ].map((row) => row.map(Math.log));

  it("gives Keras' documented values, weights included", async () => {
    const loss = new CategoricalCrossentropy();
    expect((await loss.of(array(values), true, array(labels)).loss.item()) / 2).toBeCloseTo(1.177, 3);
    const weights = tensor(device, Float64Array.of(0.3, 0.7), [2], { name: "weights" });
    expect((await loss.of(array(values), true, array(labels), weights).loss.item()) / 2).toBeCloseTo(0.814, 3);
  });

  it("smooths labels towards 1 / K", async () => {
    const soft = labels.map((row) => row.map((y) => y * 0.7 + 0.1));
    const smoothing = new CategoricalCrossentropy({ labelSmoothing: 0.3 }).of(array(values), true, array(labels));
    const plain = new CategoricalCrossentropy().of(array(values), true, array(soft));
    expect(await smoothing.loss.item()).toBeCloseTo(await plain.loss.item(), 12);
  });

  it.each([
    ["a softmax", "softmax", false],
    ["logits", "linear", true],
  ] as const)("trains a network that ends in %s", async (_, activation, fromLogits) => {
    const model = new Sequential([new Dense({ units: 3, activation })], { inputShape: [2] }).to(device, { seed: 1 });
    const x = Float32Array.of(0, 1, 1, 0, -1, -1);
    const source = fromArrays(x, Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), { batchSize: 3, count: 3 });
    const metrics = [new CategoricalAccuracy({ numClasses: 3 }), new MacroF1Score({ numClasses: 3 })];
    const judgement = { loss: new CategoricalCrossentropy({ fromLogits }), metrics };
    const optimizer = new Adam({ learningRate: 0.1 });
    const { history } = await fit(model, source, { ...judgement, optimizer, epochs: 40 });
    expect(history["categorical_accuracy"]![0]).toBeLessThan(1);
    const logs = await evaluate(model, source, judgement);
    expect(logs).toMatchObject({ categorical_accuracy: 1, macro_f1_score: 1 });
    expect(logs["loss"]).toBeLessThan(0.1);
    const binary = { ...judgement, metrics: documentedMetrics() };
    await expect(evaluate(model, source, binary)).rejects.toThrow(
      "tp: must be a metric of 3 classes, as many as the output has. Received a metric of two classes.",
    );
  });

  it("counts predictions by actual and predicted class", async () => {
    const { tally } = new CategoricalCrossentropy();
    const counts = device.upload(tally.empty([3]), [9]);
    const { probabilities } = new CategoricalCrossentropy().of(array(values), true, array(labels));
    const inputs = { probabilities: probabilities.array, labels: array(labels).array, [tally.counted]: counts };
    device.forward(tally.op, inputs, {}, { [tally.output]: counts });
    // One of class 1 and one of class 2, both predicted as class 1.
    expect([...(await device.read(counts))]).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0]);
  });
});

describe("losses", () => {
  const one = { x: [0.3, -1.2, 2], labels: column([0, 1, 0]), shape: [3, 1] };
  const several = { x: [0.3, -1.2, 2, 0.1, 0.5, -0.7], labels: LABELS.map((row) => [...row, 0.5]), shape: [2, 3] };

  it.each([
    [new BinaryCrossentropy({ labelSmoothing: 0.1 }), one],
    [new BinaryCrossentropy({ fromProbabilities: true }), { ...one, x: [0.2, 0.7, 0.9] }],
    [new BinaryFocalCrossentropy({ labelSmoothing: 0.1 }), one],
    [new SigmoidFocalCrossEntropy({ gamma: 1.5 }), one],
    [new CategoricalCrossentropy({ labelSmoothing: 0.1 }), several],
  ] as const)("have the gradients of central differences: %o", async (loss, { x, labels, shape }) => {
    expect(await gradcheck(lossOf(loss, labels), [{ shape, values: x }])).toMatchObject({ ok: true });
  });

  it("want what the output's activation was given, and refuse outputs that they cannot judge", () => {
    for (const Loss of [BinaryCrossentropy, BinaryFocalCrossentropy, SigmoidFocalCrossEntropy]) {
      expect(new Loss().wantsLogits(output("sigmoid"))).toBe(true);
      expect(new Loss({ fromLogits: true }).wantsLogits(output("linear"))).toBe(false);
      expect(() => new Loss().wantsLogits(output("linear"))).toThrow(UsageError);
      expect(() => new Loss().wantsLogits(output("sigmoid", [2]))).toThrow(UsageError);
      expect(() => new Loss({ fromLogits: true }).wantsLogits(output("sigmoid"))).toThrow(UsageError);
    }
    expect(new CategoricalCrossentropy().wantsLogits(output("softmax", [3]))).toBe(true);
    expect(new CategoricalCrossentropy({ fromLogits: true }).wantsLogits(output("linear", [3]))).toBe(false);
    for (const bad of [
      output("softmax", [1]),
      output("linear", [3]),
      output("sigmoid", [3]),
      output("softmax", [2, 3]),
    ])
      expect(() => new CategoricalCrossentropy().wantsLogits(bad)).toThrow(UsageError);
  });
});
