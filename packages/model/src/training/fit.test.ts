import { ReferenceDevice, UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { Callback, type Logs } from "../callbacks/callback.ts";
import { documentedCnn } from "../documented-cnn.ts";
import { Dense } from "../layers/dense.ts";
import { Flatten } from "../layers/flatten.ts";
import { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import { CategoricalCrossentropy } from "../losses/categorical-crossentropy.ts";
import { documentedMetrics } from "../metrics/metrics.ts";
import { Adam } from "../optimizers/adam.ts";
import { Sequential } from "../sequential.ts";
import { fromArrays } from "./batch-source.ts";
import { evaluate, predict } from "./evaluate.ts";
import { fit } from "./fit.ts";

const device = new ReferenceDevice();
const INPUT = [1, 6, 4];
const recipe = (learningRate = 1e-3) => ({
  loss: new BinaryCrossentropy(),
  optimizer: new Adam({ learningRate, beta1: 0.92 }),
  metrics: documentedMetrics(),
});
const tiny = () => documentedCnn({ filters: [3, 2], inputShape: INPUT }).to(device, { seed: 1 });

function data(n: number, batchSize: number) {
  const x = Float32Array.from({ length: n * 24 }, (_, i) => Math.sin(i * 1.7));
  const y = Float32Array.from({ length: n }, (_, i) => i % 2);
  return fromArrays(x, y, { batchSize });
}

class Spy extends Callback {
  readonly calls: string[] = [];
  readonly losses: number[] = [];
  override onTrainBegin = () => void this.calls.push("train begin");
  override onTrainEnd = () => void this.calls.push("train end");
  override onEpochBegin = (epoch: number) => void this.calls.push(`epoch ${epoch} begin`);
  override onEpochEnd = (epoch: number, logs: Logs) =>
    void this.calls.push(`epoch ${epoch} end: ${Object.keys(logs).join()}`);
  override onTestBegin = () => void this.calls.push("test begin");
  override onTestEnd = () => void this.calls.push("test end");
  override onTrainBatchEnd = (batch: number, _logs: Logs, loss: number) => {
    this.calls.push(`batch ${batch}`);
    this.losses.push(loss);
  };
}

describe("fit", () => {
  it("calls the hooks in Keras' order and names the logs in Keras' order", async () => {
    const spy = new Spy();
    const history = await fit(tiny(), data(6, 4), { ...recipe(), epochs: 1, validation: data(2, 4), callbacks: [spy] });
    const names = "loss,tp,fp,tn,fn,accuracy,precision,recall,auc,sensitivity";
    const logs = `${names},val_${names.replaceAll(",", ",val_")}`;
    expect(spy.calls).toEqual([
      "train begin",
      "epoch 0 begin",
      "batch 0",
      "batch 1",
      "test begin",
      "test end",
      `epoch 0 end: ${logs}`,
      "train end",
    ]);
    expect(history.epoch).toEqual([0]);
    expect(Object.keys(history.history).join()).toBe(logs);
  });

  it("H5 weighs a short last batch by its size, and counts every sample once", async () => {
    const spy = new Spy();
    const { history } = await fit(tiny(), data(7, 4), { ...recipe(), epochs: 1, callbacks: [spy] });
    const [first, second] = spy.losses;
    expect(history["loss"]![0]).toBeCloseTo((4 * first! + 3 * second!) / 7, 12);
    const count = ["tp", "fp", "tn", "fn"].reduce((sum, name) => sum + history[name]![0]!, 0);
    expect(count).toBe(7);
  });

  it("evaluates batch by batch to the same as at once", async () => {
    const model = tiny();
    const whole = await evaluate(model, data(7, 7), recipe());
    const parts = await evaluate(model, data(7, 3), recipe());
    for (const [name, value] of Object.entries(whole)) expect(parts[name]).toBeCloseTo(value, 12);
  });

  it("refuses a source that runs out before its length", async () => {
    const short = { ...data(4, 2), length: 8 };
    await expect(fit(tiny(), short, { ...recipe(), epochs: 1 })).rejects.toThrow(
      "fit: a source must have as many batches as its length says. Received batches=2 of 4 in epoch 1.",
    );
  });

  it("ends an epoch after stepsPerEpoch", async () => {
    const spy = new Spy();
    await fit(tiny(), data(8, 2), { ...recipe(), epochs: 2, stepsPerEpoch: 3, callbacks: [spy] });
    expect(spy.losses).toHaveLength(6);
  });

  it("multiplies each sample's loss by its weight and divides by the number of samples", async () => {
    const lossOf = async (sampleWeight: Float32Array | undefined): Promise<number> => {
      const [batch] = [...(data(2, 2).batches(0) as Iterable<{ x: Float32Array; y: Float32Array }>)];
      const source = { length: 2, batchSize: 2, batches: () => [{ ...batch!, ...(sampleWeight && { sampleWeight }) }] };
      return (await evaluate(tiny(), source, recipe()))["loss"]!;
    };
    const [plain, none, first, second] = [
      await lossOf(undefined),
      await lossOf(Float32Array.of(0, 0)),
      await lossOf(Float32Array.of(1, 0)),
      await lossOf(Float32Array.of(0, 1)),
    ];
    expect(first - none + (second - none)).toBeCloseTo(plain - none, 12);
    expect(await lossOf(Float32Array.of(3, 0))).toBeCloseTo(none + 3 * (first - none), 12);
  });

  it("leaves sample weights out of the metrics, and out of the penalty of the kernels", async () => {
    const [batch] = [...(data(4, 4).batches(0) as Iterable<{ x: Float32Array; y: Float32Array }>)];
    const logsOf = async (weight: number): Promise<Logs> => {
      const weighted = { ...batch!, sampleWeight: new Float32Array(4).fill(weight) };
      return await evaluate(tiny(), { length: 4, batchSize: 4, batches: () => [weighted] }, recipe());
    };
    const [{ loss: none, ...metrics }, { loss: one, ...same }] = [await logsOf(0), await logsOf(1)];
    expect(metrics).toEqual(same);
    const kernels = [...(await tiny().getWeights())].filter(([name]) => /^conv2d.*kernel$/.test(name));
    const squares = kernels.flatMap(([, values]) => Array.from(values, (value) => value * value));
    expect(none).toBeCloseTo(1e-3 * squares.reduce((sum, value) => sum + value, 0), 12);
    expect(one).toBeGreaterThan(none!);
  });

  it("H1 stops at a loss that is not finite, naming step, weight and samples", async () => {
    await expect(fit(tiny(), data(8, 2), { ...recipe(1e300), epochs: 3 })).rejects.toThrow(
      /training: losses and weights must be finite. Received epoch=\d step=\d+ loss=\S+ weight=\S+ samples=\d/,
    );
  });

  it("leaves nothing on the device but the model and the optimizer", async () => {
    const fresh = new ReferenceDevice();
    const model = documentedCnn({ filters: [3, 2], inputShape: INPUT }).to(fresh, { seed: 1 });
    const options = { ...recipe(), epochs: 1, validation: data(3, 4) };
    await fit(model, data(5, 4), options);
    const after = fresh.memory().arrays;
    await fit(model, data(5, 4), options);
    expect(fresh.memory().arrays).toBe(after);
  });

  it("draws the same dropout for the same seed, another for another", async () => {
    const losses = async (seed: number): Promise<number[]> => {
      const spy = new Spy();
      await fit(tiny(), data(8, 4), { ...recipe(), epochs: 1, seed, callbacks: [spy] });
      return spy.losses;
    };
    expect(await losses(1)).toEqual(await losses(1));
    expect(await losses(1)).not.toEqual(await losses(2));
  });

  it("goes on with the optimizer's state, and begins it anew when other layers are trained", async () => {
    const model = tiny();
    const options = { ...recipe(), epochs: 1 };
    const { optimizer } = options;
    optimizer.learningRate = 1e-4;
    const iterations: number[] = [];
    for (const prepare of [() => undefined, () => undefined, () => model.freeze(["conv2d"]), () => model.unfreeze()]) {
      prepare();
      await fit(model, data(6, 2), options);
      iterations.push(optimizer.iterations);
    }
    expect(iterations).toEqual([3, 6, 3, 3]);
    expect(optimizer.learningRate).toBe(1e-4);
  });

  it("refuses to train where every layer is frozen", async () => {
    await expect(
      fit(tiny().freeze(), data(2, 2), { ...recipe(), epochs: 1 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[UsageError: sequential: needs a weight that training may change. Received trainable=0 of 10 weights. Call model.unfreeze with the layers to train.]`,
    );
  });

  it("refuses batches whose y is of other samples than they say", async () => {
    const model = new Sequential([new Flatten(), new Dense({ units: 3, activation: "softmax" })], {
      inputShape: INPUT,
    });
    const judged = { loss: new CategoricalCrossentropy(), optimizer: new Adam(), metrics: [], epochs: 1 };
    const [x, y] = [new Float32Array(6 * 24), new Float32Array(6 * 3)];
    await expect(
      fit(model.to(device), fromArrays(x, y, { batchSize: 2 }), judged),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[UsageError: sequential: y must hold 3 values for each sample. Received values=2 samples=2. Tell fromArrays the count of samples where a label is more than one number.]`,
    );
    await fit(model, fromArrays(x, y, { batchSize: 2, count: 6 }), judged);
  });

  it("refuses to train or to judge on nothing", async () => {
    const model = tiny();
    const options = { ...recipe(), epochs: 1 };
    const none = { length: 0, batchSize: 2, batches: () => [] };
    await expect(fit(model, none, options)).rejects.toThrow("fit: needs at least one sample. Received samples=0.");
    await expect(fit(model, data(2, 2), { ...options, validation: none })).rejects.toThrow(UsageError);
    await expect(evaluate(model, none, options)).rejects.toThrow("evaluate: needs at least one sample");
    for (const epochs of [NaN, -1, 1.5])
      await expect(fit(model, data(2, 2), { ...options, epochs })).rejects.toThrow("epochs must be a whole number");
    await expect(fit(model, data(2, 2), { ...options, stepsPerEpoch: 0 })).rejects.toThrow("stepsPerEpoch must be");
  });

  it("predicts no more and no fewer samples than a source says that it has", async () => {
    const source = data(6, 2);
    for (const length of [5, 7])
      await expect(predict(tiny(), { ...source, length })).rejects.toThrow(
        `predict: the batches must hold the ${length} samples of their source. Received samples=6.`,
      );
  });

  it("refuses loss weights that are no numbers", async () => {
    await expect(evaluate(tiny(), data(2, 2), { ...recipe(), lossWeights: [NaN] })).rejects.toThrow(
      "lossWeights must be finite. Received lossWeights=NaN.",
    );
  });

  it("refuses a network without a final sigmoid", async () => {
    const model = new Sequential([new Flatten(), new Dense({ units: 1 })], { inputShape: INPUT }).to(device);
    await expect(fit(model, data(2, 2), { ...recipe(), epochs: 1 })).rejects.toThrow(
      "binary cross-entropy needs a last layer of one unit with a sigmoid",
    );
  });
});
