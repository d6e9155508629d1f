import { expect, test } from "vitest";
import { documentedCnn } from "./documented-cnn.ts";
import { Dense } from "./layers/dense.ts";
import { Input } from "./layers/input.ts";
import { BinaryCrossentropy } from "./losses/binary-crossentropy.ts";
import { documentedMetrics } from "./metrics/metrics.ts";
import { Model } from "./model.ts";
import { Adam } from "./optimizers/adam.ts";
import { Sequential } from "./sequential.ts";
import { fromArrays } from "./training/batch-source.ts";
import { evaluate, predict, predictAll } from "./training/evaluate.ts";
import { fit } from "./training/fit.ts";
import { device, recipe, wave } from "./network-fixture.ts";

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
