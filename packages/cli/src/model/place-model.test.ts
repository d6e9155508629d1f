import { NumericError, ReferenceDevice } from "@tomograd/kernels";
import { documentedCnn, writeSafetensors } from "@tomograd/model";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { initialize, placeWithWeights, readInitialWeights } from "./place-model.ts";

const network = () => documentedCnn({ filters: [1, 1], inputShape: [1, 2, 2] });

/** Weights of the network, one of them not finite. */
function weightsWith(value: number) {
  const shapes = network().weights.map(({ name, shape }) => [name, shape] as const);
  const tensors = new Map(
    shapes.map(([name, shape]) => [name, { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }]),
  );
  tensors.get("conv2d_1/kernel")!.data[3] = value;
  return tensors;
}

async function file(value: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tomograd-weights-"));
  onTestFinished(async () => await rm(folder, { recursive: true }));
  const path = join(folder, "w.safetensors");
  await writeFile(path, writeSafetensors(weightsWith(value)));
  return path;
}

test.each([NaN, Infinity, -Infinity])("F18 a model with the weight %d is no model to use", (value) => {
  const place = () => placeWithWeights(network(), new ReferenceDevice(), weightsWith(value), "w.safetensors");
  expect(place).toThrow(NumericError);
  expect(place).toThrow(`w.safetensors: weights must be finite. Received conv2d_1/kernel[3]=${value}.`);
});

test("F18 nor do they begin a training, unless it may hold such values", async () => {
  const path = await file(NaN);
  await expect(readInitialWeights(path, { nan: "error" })).rejects.toThrow(NumericError);
  const model = network().to(new ReferenceDevice());
  initialize(model, await readInitialWeights(path, { nan: "off" }));
  expect((await model.getWeights()).get("conv2d_1/kernel")![3]).toBeNaN();
});
