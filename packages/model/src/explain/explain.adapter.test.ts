import { ReferenceDevice, type Device } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, describe, expect, it } from "vitest";
import type { Model } from "../model.ts";
import { activationMaximization } from "./activation-maximization.ts";
import { residual, smallCnn, wave, withWeights } from "./explain-fixture.ts";
import { featureMaps } from "./feature-maps.ts";
import { gradCamPlusPlus } from "./grad-cam-plus-plus.ts";
import { gradCam } from "./grad-cam.ts";
import type { Images } from "./image-score.ts";
import { occlusion } from "./occlusion.ts";
import { saliency } from "./saliency.ts";
import { scoreCam } from "./score-cam.ts";
import { smoothGrad } from "./smooth-grad.ts";

/** Share of the largest value. Sums here have at most 80 terms; weights of class activation cancel, which costs a digit or two. */
const TOLERANCE = 1e-4;

const device = await openWebGpu({ adapter: "embedded", poison: { guardBytes: 1024 } });
afterAll(() => device.close());

type Explain = (model: Model, x: Images) => Promise<{ readonly values: Float64Array }>;

const methods: [string, Explain][] = [
  ["Grad-CAM", async (model, x) => await gradCam(model, x, { batchSize: 2 })],
  [
    "Grad-CAM of the first convolution",
    async (model, x) =>
      await gradCam(model, x, { layer: model.layers.find(({ className }) => className === "Conv2D")!.name }),
  ],
  ["Grad-CAM++", gradCamPlusPlus],
  ["Score-CAM", scoreCam],
  ["saliency", saliency],
  ["SmoothGrad", async (model, x) => await smoothGrad(model, x, { samples: 3 })],
  ["occlusion", async (model, x) => await occlusion(model, x, { size: 2 })],
  ["feature maps", featureMaps],
  ["activation maximisation", async (model) => await activationMaximization(model, { steps: 3 })],
];

describe.each([
  ["the documented network", smallCnn],
  ["a residual network", residual],
] as [string, () => Model][])("%s", (_, make) => {
  const on = async (where: Device, explain: Explain) => {
    const model = await withWeights(make(), where);
    const x = Float32Array.from(wave(3 * model.inputShape.reduce((a, b) => a * b), 3));
    return { values: (await explain(model, x)).values, again: async () => await explain(model, x) };
  };

  it.each(methods)(
    "%s equals the float64 reference, twice the same, and leaves nothing on the adapter",
    async (_, explain) => {
      const [expected, actual] = [await on(new ReferenceDevice(), explain), await on(device, explain)];
      const most = expected.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      expect(most).toBeGreaterThan(0);
      for (const [i, value] of expected.values.entries())
        expect(Math.abs(actual.values[i]! - value)).toBeLessThanOrEqual(TOLERANCE * most);
      const before = device.memory();
      expect((await actual.again()).values).toEqual(actual.values);
      expect(device.memory()).toMatchObject({ bytes: before.bytes, arrays: before.arrays });
    },
  );
});

it("holds as much of the adapter after twenty calls as after two", async () => {
  const model = await withWeights(smallCnn(), device);
  const x = wave(96);
  for (let call = 0; call < 2; call++) await gradCam(model, x);
  const { bytes, arrays } = device.memory();
  for (let call = 2; call < 20; call++) await gradCam(model, x);
  expect(device.memory()).toMatchObject({ bytes, arrays });
});
