import { ReferenceDevice } from "@tomograd/kernels";
import { expect, it } from "vitest";
import { Dense } from "../layers/dense.ts";
import { Flatten } from "../layers/flatten.ts";
import { Input } from "../layers/input.ts";
import { Conv2D } from "../layers/conv2d.ts";
import { Concatenate } from "../layers/concatenate.ts";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";
import { activationMaximization } from "./activation-maximization.ts";
import { smallCnn, wave, withWeights } from "./explain-fixture.ts";
import { filters } from "./filters.ts";
import { gradCam } from "./grad-cam.ts";
import { upsample } from "./heat-maps.ts";
import { occlusion } from "./occlusion.ts";
import { saliency } from "./saliency.ts";
import { scoreCam } from "./score-cam.ts";
import { smoothGrad } from "./smooth-grad.ts";

const device = new ReferenceDevice();
const model = await withWeights(smallCnn(), device);
const x = wave(96);
const sigmoid = () => new Dense({ units: 1, activation: "sigmoid" });

it("refuses layers that are not there, or give no images", async () => {
  await expect(gradCam(model, x, { layer: "conv" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: sequential: has no such layer. Received name=conv. There are conv2d, conv2d_1, max_pooling2d, batch_normalization, flatten, dropout, dense.]`,
  );
  await expect(gradCam(model, x, { layer: "flatten" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: flatten: must be a layer whose output is images [K,H,W]. Received output=[48]. There are conv2d, conv2d_1, max_pooling2d, batch_normalization.]`,
  );
  const plain = await withWeights(new Sequential([new Flatten(), sigmoid()], { inputShape: [2, 6, 8] }), device);
  await expect(gradCam(plain, x)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: sequential: needs a convolution to be looked into. Received layers=Flatten,Dense.]`,
  );
  await expect(filters(model.getLayer("flatten"))).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: flatten: must be a convolution for its filters to be shown. Received class=Flatten weights=none.]`,
  );
});

it("refuses a layer that is used several times", async () => {
  const input = Input([1, 4, 4]);
  const shared = new Conv2D({ filters: 1, kernelSize: 1, name: "shared" });
  const both = new Concatenate({ axis: 1 }).apply([shared.apply(shared.apply(input)), input]);
  const twice = await withWeights(
    new Model({ inputs: input, outputs: sigmoid().apply(new Flatten().apply(both)) }),
    device,
  );
  await expect(gradCam(twice, wave(16), { layer: "shared" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: shared: has no maps of its own, being shared. Received uses=2. Name a layer that is used once.]`,
  );
});

it("refuses models of other inputs or outputs", async () => {
  const two = new Sequential([new Flatten(), new Dense({ units: 2, activation: "sigmoid" })], {
    inputShape: [2, 6, 8],
  });
  await expect(saliency(two.to(device), x)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: sequential: must have one input of images [C,H,W] and one output, a sigmoid of one value. Received inputs=[2,6,8] outputs=dense.]`,
  );
  const image = Input([2, 6, 8]);
  const features = new Flatten().apply(image);
  const pair = new Model({ inputs: image, outputs: [sigmoid().apply(features), sigmoid().apply(features)] });
  await expect(saliency(pair.to(device), x)).rejects.toThrow("one output, a sigmoid of one value");
  const flat = new Sequential([sigmoid()], { inputShape: [96] });
  await expect(saliency(flat.to(device), x)).rejects.toThrow("must have one input of images");
  const linear = new Sequential([new Flatten(), new Dense({ units: 1 })], { inputShape: [2, 6, 8] });
  await expect(saliency(linear.to(device), x)).rejects.toThrow("a sigmoid of one value");
});

it("refuses images and options that cannot be", async () => {
  await expect(saliency(model, x.subarray(1))).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: sequential: takes images of [2,6,8], one or more. Received values=95.]`,
  );
  await expect(saliency(model, new Float32Array())).rejects.toThrow("values=0");
  await expect(saliency(model, x, { batchSize: 0 })).rejects.toThrow("batchSize: must be a positive integer");
  await expect(smoothGrad(model, x, { samples: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: smoothGrad: samples must be a positive integer, noise at least 0 and seed a uint32. Received samples=0 noise=0.15 seed=0.]`,
  );
  await expect(smoothGrad(model, x, { noise: NaN })).rejects.toThrow("noise=NaN");
  await expect(occlusion(model, x, { size: 7 })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: occlusion: size must be from 1 to 6, stride from 1 to size, so that every pixel is hidden, and fill finite. Received size=7 stride=3 fill=mean.]`,
  );
  await expect(occlusion(model, x, { size: 2, stride: 3 })).rejects.toThrow("stride=3");
  await expect(occlusion(model, x, { fill: NaN })).rejects.toThrow("fill=NaN");
  for (const explain of [occlusion, scoreCam])
    await expect(explain(model, x, { batchSize: 0 })).rejects.toThrow("batchSize: must be a positive integer");
  await expect(activationMaximization(model, { range: [1, 0] })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UsageError: activationMaximization: steps and seed must be integers of at least 0, learningRate above 0, l2 at least 0, range from low to high, and all of them finite. Received steps=100 seed=0 learningRate=-0.01 l2=0 range=1,0.]`,
  );
  await expect(activationMaximization(model, { range: [0, Infinity] })).rejects.toThrow("range=0,Infinity");
  await expect(
    activationMaximization(model, { layer: "conv2d", filter: 3 }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(`[UsageError: conv2d: filter must be from 0 to 2. Received filter=3.]`);
  expect(() => upsample({ shape: [1, 1, 1], values: new Float64Array(1) }, 0, 4)).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: upsample: height and width must be positive integers. Received height=0 width=4.]`,
  );
});
