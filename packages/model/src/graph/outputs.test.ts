import { ReferenceDevice } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { documentedCnn } from "../documented-cnn.ts";
import { Activation } from "../layers/activation.ts";
import { Dense } from "../layers/dense.ts";
import { Input } from "../layers/input.ts";
import { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import { Model } from "../model.ts";
import { Adam } from "../optimizers/adam.ts";
import { fromArrays } from "../training/batch-source.ts";
import { evaluate, predictAll } from "../training/evaluate.ts";
import { fit } from "../training/fit.ts";

const device = new ReferenceDevice();
const wave = (length: number, phase = 0): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(1.7 * i + phase));

test("two outputs of one layer have names of their own, and nothing of them is lost", async () => {
  const [left, right] = [Input([3]), Input([3])];
  const shared = new Dense({ units: 1, activation: "sigmoid" });
  const model = new Model({ inputs: [left, right], outputs: [shared.apply(left), shared.apply(right)] });
  expect(model.outputNames).toEqual(["dense", "dense_1"]);
  const source = fromArrays([wave(12), wave(12, 1)], [wave(4), wave(4)], { batchSize: 4 });
  const logs = await evaluate(model.to(device), source, { loss: new BinaryCrossentropy(), metrics: [[], []] });
  expect(Object.keys(logs)).toEqual(["loss", "dense_loss", "dense_1_loss"]);
  expect(logs["dense_loss"]! + logs["dense_1_loss"]!).toBeCloseTo(logs["loss"]!, 12);
});

test("the same tensor may be several outputs", async () => {
  const x = Input([3]);
  const y = new Dense({ units: 1, activation: "sigmoid" }).apply(x);
  const model = new Model({ inputs: x, outputs: [y, y, x] }).to(device);
  const source = fromArrays(wave(12), [wave(4), wave(4), wave(12)], { batchSize: 4, count: 4 });
  const [first, second, third] = await predictAll(model, source);
  expect(second).toEqual(first);
  expect(third).toEqual(wave(12));
});

test("frozen layers add no penalty to the loss", () => {
  const model = documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4] }).to(device);
  expect(model.penalties()).toHaveLength(2);
  model.freeze(["conv2d"]);
  expect(model.penalties()).toHaveLength(1);
});

test("an output that others read, or that is wanted as it is too, is judged by its logits all the same", async () => {
  const [x, y] = [wave(12), Float32Array.of(0, 1, 1, 0)];
  const input = Input([3]);
  const first = new Activation("sigmoid").apply(new Dense({ units: 1, name: "a" }).apply(input));
  const second = new Dense({ units: 1, name: "b", activation: "sigmoid" }).apply(first);
  const loss = [
    new BinaryCrossentropy(),
    new BinaryCrossentropy(),
    new BinaryCrossentropy({ fromProbabilities: true }),
  ];
  const model = new Model({ inputs: input, outputs: [first, second, first] }).to(device, { seed: 1 });
  const source = fromArrays(x, [y, y, y], { batchSize: 4 });
  const names = model.outputNames;
  const judge = async () => await evaluate(model, source, { loss, metrics: [[], [], []] });
  const logs = await judge();
  expect(logs[`${names[2]}_loss`]).toBeCloseTo(logs[`${names[0]}_loss`]!, 12);
  const plain = new Model({ inputs: input, outputs: second });
  const alone = await evaluate(plain.to(device), fromArrays(x, y, { batchSize: 4 }), { loss: loss[1]!, metrics: [] });
  expect(logs["b_loss"]).toBeCloseTo(alone["loss"]!, 12);
  // A probability of 2e-9 is clipped, its logit is not.
  model.setWeights(
    new Map([...(await model.getWeights())].map(([name, { length }]) => [name, new Float32Array(length)])),
  );
  model.weights.find(({ name }) => name === "a/bias")!.tensor.assign(Float32Array.of(-20));
  const [logits, , clipped] = names.map((name) => `${name}_loss`);
  const saturated = await judge();
  expect(saturated[logits!]).toBeCloseTo(10, 6);
  expect(saturated[clipped!]).toBeCloseTo(-Math.log(1e-7) / 2, 6);
  const { history } = await fit(model, source, { loss, metrics: [[], [], []], optimizer: new Adam(), epochs: 1 });
  expect(history["loss"]![0]).toBeCloseTo(saturated["loss"]!, 12);
});
