import { Dataset } from "@tomograd/data";
import { ReferenceDevice } from "@tomograd/kernels";
import { Adam, BinaryCrossentropy, documentedCnn, documentedMetrics, evaluate, fit, fromArrays } from "@tomograd/model";
import { expect, it } from "vitest";

const x = { data: Float32Array.from({ length: 7 * 24 }, (_, i) => Math.sin(i * 1.7)), shape: [7, 1, 6, 4] };
const y = Float32Array.of(0, 1, 0, 1, 1, 0, 1);
const recipe = () => ({
  loss: new BinaryCrossentropy(),
  optimizer: new Adam({ learningRate: 1e-2 }),
  metrics: documentedMetrics(),
});
const tiny = () => documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4] }).to(new ReferenceDevice(), { seed: 1 });

it("S-02 fit and evaluate take a Dataset, and do with it what they do with the arrays", async () => {
  const all = Dataset.fromTensorSlices([x, y]);
  const [train, validation] = [all.take(5).batch(2).prefetch(2), all.skip(5).batch(2)];
  const arrays = (from: number, to: number) =>
    fromArrays(x.data.subarray(from * 24, to * 24), y.subarray(from, to), { batchSize: 2 });
  const model = tiny();
  const { history } = await fit(model, train, { ...recipe(), epochs: 2, validation });
  const twin = tiny();
  const expected = await fit(twin, arrays(0, 5), { ...recipe(), epochs: 2, validation: arrays(5, 7) });
  expect(history).toEqual(expected.history);
  expect(await evaluate(model, all.batch(3), recipe())).toEqual(
    await evaluate(twin, fromArrays(x.data, y, { batchSize: 3 }), recipe()),
  );
});

it("fit takes a shuffled Dataset without end, as many steps an epoch as told", async () => {
  const endless = Dataset.fromTensorSlices([x, y]).shuffle(7, { seed: 1 }).repeat().batch(4);
  const { history } = await fit(tiny(), endless, { ...recipe(), epochs: 2, stepsPerEpoch: 3 });
  expect(history["loss"]).toHaveLength(2);
  expect(history["loss"]?.every(Number.isFinite)).toBe(true);
});
