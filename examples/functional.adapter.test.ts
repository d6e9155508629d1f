import { ReferenceDevice, type Device } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, expect, it } from "vitest";
import { Adam, BinaryCrossentropy, fromArrays, type Model } from "@tomograd/model";
import { residualNetwork, trainResidual } from "./residual.ts";
import { siameseNetwork, trainSiamese } from "./siamese.ts";

const device = await openWebGpu({ adapter: "embedded" });
afterAll(() => device.close());

/** What docs/functional.md states. */
it.each([
  ["residual", trainResidual, 0.98],
  ["siamese", trainSiamese, 0.92],
] as const)("a %s network learns the phantom to the accuracy that is stated", async (_, train, accuracy) => {
  expect(await train(device, 1)).toBeGreaterThanOrEqual(accuracy);
});

/** The mean losses of three epochs of two steps, and what is predicted after them. */
async function losses(model: Model, device: Device): Promise<readonly number[]> {
  const wave = (phase: number) => Float32Array.from({ length: 6 * 1024 }, (_, i) => Math.sin(1.7 * i + phase));
  const source = fromArrays(
    model.inputs.map((_, i) => wave(i)),
    Float32Array.of(0, 1, 1, 0, 1, 0),
    { batchSize: 3 },
  );
  model.to(device, { seed: 1 }).compile({ loss: new BinaryCrossentropy(), optimizer: new Adam(), metrics: [] });
  const { history } = await model.fit(source, { epochs: 3 });
  return [...history["loss"]!, ...(await model.predict(source))];
}

it.each([
  ["residual", residualNetwork],
  ["siamese", siameseNetwork],
])("a %s network trains on the adapter as on the reference", async (_, make) => {
  const [expected, actual] = [await losses(make(), new ReferenceDevice()), await losses(make(), device)];
  for (const [i, value] of expected.entries()) expect(Math.abs(actual[i]! - value)).toBeLessThan(2e-5);
});
