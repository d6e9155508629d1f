import { ReferenceDevice } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { Conv2D } from "../layers/conv2d.ts";
import { Dense } from "../layers/dense.ts";
import { GlobalAveragePooling2D } from "../layers/global-average-pooling2d.ts";
import type { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";
import { residual, smallCnn, wave, withWeights } from "./explain-fixture.ts";
import { featureMaps } from "./feature-maps.ts";
import { gradCamPlusPlus } from "./grad-cam-plus-plus.ts";
import { gradCam } from "./grad-cam.ts";
import { plainCnn, plainResidual, type Plane, type PlainNetwork } from "./plain-network-fixture.ts";
import { scoreCam } from "./score-cam.ts";

const device = new ReferenceDevice();
const COUNT = 5;

const networks: [string, () => Model, (model: Model) => Promise<PlainNetwork>][] = [
  ["the documented network", smallCnn, plainCnn],
  ["a residual network, in the middle of two branches", residual, plainResidual],
];

async function setup(make: () => Model, plainOf: (model: Model) => Promise<PlainNetwork>) {
  const model = await withWeights(make(), device);
  const shape = model.inputShape as Plane["shape"];
  const size = shape[0] * shape[1] * shape[2];
  const x = wave(COUNT * size, 3);
  const images = Array.from({ length: COUNT }, (_, n): Plane => ({ shape, values: x.slice(n * size, (n + 1) * size) }));
  return { model, x, images, plain: await plainOf(model) };
}

/** `relu(sum_k w_k A_k) / max`. */
function combined({ shape: [channels, height, width], values }: Plane, weights: readonly number[]): number[] {
  const size = height * width;
  const sums = Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < channels; k++) sum += weights[k]! * values[k * size + i]!;
    return Math.max(0, sum);
  });
  const most = Math.max(...sums);
  return sums.map((sum) => (most > 0 ? sum / most : 0));
}

function channelsOf({ shape: [channels, height, width] }: Plane, values: Float64Array): Float64Array[] {
  return Array.from({ length: channels }, (_, k) => values.slice(k * height * width, (k + 1) * height * width));
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(actual[i]! - value), `at ${i}`).toBeLessThanOrEqual(tolerance);
}

/** Central differences with steps of 1e-6 are good to about 1e-9; the division by the maximum enlarges that. */
const NUMERIC = 1e-6;

describe.each(networks)("%s", (_, make, plainOf) => {
  it.each(["positive", "negative", "predicted"] as const)("Grad-CAM for the %s class", async (target) => {
    const { model, x, images, plain } = await setup(make, plainOf);
    const maps = await gradCam(model, x, { layer: plain.layer, target, batchSize: 2 });
    const expected = images.flatMap((image) => {
      const a = plain.head(image);
      const sign = target === "positive" || (target === "predicted" && plain.tail(a) > 0) ? 1 : -1;
      const gradient = plain.gradient(a);
      return combined(
        a,
        channelsOf(a, gradient).map((values) => (sign * sum(values)) / values.length),
      );
    });
    expectClose(maps.values, expected, NUMERIC);
    if (target === "positive") expect(Math.max(...maps.values)).toBe(1);
  });

  it("Grad-CAM++", async () => {
    const { model, x, images, plain } = await setup(make, plainOf);
    const maps = await gradCamPlusPlus(model, x, { layer: plain.layer, target: "positive" });
    const expected = images.flatMap((image) => {
      const a = plain.head(image);
      const [g, values] = [plain.gradient(a), channelsOf(a, a.values)];
      const weights = channelsOf(a, g).map((gradient, k) =>
        sum(
          gradient.map((one) => {
            const denominator = 2 * one ** 2 + sum(values[k]!) * one ** 3;
            const alpha = denominator === 0 ? 0 : one ** 2 / denominator;
            return alpha * Math.max(0, one);
          }),
        ),
      );
      return combined(a, weights);
    });
    expectClose(maps.values, expected, NUMERIC);
  });

  it("Score-CAM, also in parts of a batch", async () => {
    const { model, x, images, plain } = await setup(make, plainOf);
    const z = (image: Plane): number => plain.tail(plain.head(image));
    const expected = images.flatMap((image) => {
      const a = plain.head(image);
      const sign = z(image) > 0 ? 1 : -1;
      const baseline = z({ ...image, values: image.values.map(() => 0) });
      const gains = channelsOf(a, a.values).map((map) => {
        const [low, high] = [Math.min(...map), Math.max(...map)];
        // The layer is as large as the image here, so nothing is resampled.
        const masked = image.values.map(
          (value, i) => value * (high > low ? (map[i % map.length]! - low) / (high - low) : 0),
        );
        return sign * (z({ ...image, values: masked }) - baseline);
      });
      const total = gains.reduce((all, gain) => all + Math.exp(gain), 0);
      return combined(
        a,
        gains.map((gain) => Math.exp(gain) / total),
      );
    });
    const maps = await scoreCam(model, x, { layer: plain.layer, batchSize: 2 });
    expectClose(maps.values, expected, 1e-12);
  });

  it("feature maps are what the layer gives", async () => {
    const { model, x, images, plain } = await setup(make, plainOf);
    const maps = await featureMaps(model, x, { layer: plain.layer, batchSize: 3 });
    expect(maps.shape).toEqual([COUNT, ...plain.head(images[0]!).shape]);
    expectClose(
      maps.values,
      images.flatMap((image) => [...plain.head(image).values]),
      1e-12,
    );
  });
});

describe("Grad-CAM", () => {
  it("is CAM where a mean and a dense layer follow: the dense weights times the maps", async () => {
    const conv = new Conv2D({ filters: 4, kernelSize: 3 });
    const layers = [conv, new GlobalAveragePooling2D(), new Dense({ units: 1, activation: "sigmoid" })];
    const model = await withWeights(new Sequential(layers, { inputShape: [1, 7, 6] }), device);
    const x = wave(42);
    const { values } = await featureMaps(model, x);
    const kernel = (await model.getWeights()).get("dense/kernel")!;
    const cam = combined({ shape: [4, 5, 4], values }, [...kernel]);
    expectClose((await gradCam(model, x, { target: "positive" })).values, cam, 1e-12);
  });

  it("takes the last convolution unless another layer is named, in whatever order layers were found", async () => {
    const model = await withWeights(smallCnn(), device);
    const x = wave(96);
    expect(await gradCam(model, x)).toEqual(await gradCam(model, x, { layer: "conv2d_1" }));
    const branched = await withWeights(residual(), device);
    expect(await gradCam(branched, wave(60))).toEqual(await gradCam(branched, wave(60), { layer: "b" }));
  });

  it("is 0 everywhere where nothing speaks for the class", async () => {
    const model = await withWeights(smallCnn(), device);
    model.weights.find(({ name }) => name === "dense/kernel")!.tensor.assign(new Float64Array(48));
    const { values } = await gradCam(model, wave(96));
    expect(values.every((value) => value === 0)).toBe(true);
  });

  it("also looks at the maps of a pool or a normalisation, and at the image itself", async () => {
    const model = await withWeights(residual(), device);
    expect((await gradCam(model, wave(60), { layer: "input_1" })).shape).toEqual([1, 5, 6]);
    const cnn = await withWeights(smallCnn(), device);
    for (const layer of ["max_pooling2d", "batch_normalization"])
      expect((await gradCam(cnn, wave(96), { layer })).shape).toEqual([1, 3, 4]);
  });
});
