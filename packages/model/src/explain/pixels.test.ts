import { ReferenceDevice } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { activationMaximization } from "./activation-maximization.ts";
import { smallCnn, residual, wave, withWeights } from "./explain-fixture.ts";
import { filters } from "./filters.ts";
import { occlusion } from "./occlusion.ts";
import { numericGradient, plainCnn, plainResidual, type Plane } from "./plain-network-fixture.ts";
import { saliency } from "./saliency.ts";
import { smoothGrad } from "./smooth-grad.ts";

const device = new ReferenceDevice();
const SHAPE = [2, 6, 8] as const;
const PIXELS = 48;

async function setup(count = 3) {
  const model = await withWeights(smallCnn(), device);
  const x = wave(count * 2 * PIXELS, 3);
  const { head, tail } = await plainCnn(model);
  const images = Array.from({ length: count }, (_, n): Plane => ({
    shape: SHAPE,
    values: x.slice(n * 96, (n + 1) * 96),
  }));
  return { model, x, images, z: (image: Plane) => tail(head(image)), head };
}

describe("saliency", () => {
  it("is the largest change of the score by any channel of a pixel", async () => {
    const { model, x, images, z } = await setup();
    const maps = await saliency(model, x, { batchSize: 2 });
    expect(maps.shape).toEqual([3, 6, 8]);
    for (const [n, image] of images.entries()) {
      const gradient = numericGradient(z, image);
      for (let i = 0; i < PIXELS; i++) {
        const expected = Math.max(Math.abs(gradient[i]!), Math.abs(gradient[PIXELS + i]!));
        expect(maps.values[n * PIXELS + i]).toBeCloseTo(expected, 7);
      }
    }
  });

  it("goes through both branches of a residual network", async () => {
    const model = await withWeights(residual(), device);
    const { head, tail } = await plainResidual(model);
    const image: Plane = { shape: [2, 5, 6], values: wave(60, 1) };
    const gradient = numericGradient((one) => tail(head(one)), image);
    const { values } = await saliency(model, image.values);
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(Math.max(Math.abs(gradient[i]!), Math.abs(gradient[30 + i]!)), 7);
    });
  });
});

describe("SmoothGrad", () => {
  it("is the saliency where there is no noise", async () => {
    const { model, x } = await setup();
    const [smooth, plain] = [await smoothGrad(model, x, { noise: 0, samples: 3 }), await saliency(model, x)];
    smooth.values.forEach((value, i) => expect(value).toBeCloseTo(plain.values[i]!, 12));
  });

  it("follows from the seed, and of an image from no other one", async () => {
    const { model, x } = await setup();
    const options = { samples: 4, seed: 7 };
    const together = await smoothGrad(model, x, options);
    expect(await smoothGrad(model, x, { ...options, batchSize: 1 })).toEqual(together);
    const alone = await smoothGrad(model, x.subarray(96, 192), options);
    expect(alone.values).toEqual(together.values.subarray(PIXELS, 2 * PIXELS));
    expect((await smoothGrad(model, x, { ...options, seed: 8 })).values).not.toEqual(together.values);
  });
});

describe("occlusion", () => {
  it("is the mean drop of the score over the patches that hide a pixel, up to the border", async () => {
    const { model, x, images, z } = await setup();
    const { shape, values } = await occlusion(model, x, {
      size: 3,
      stride: 2,
      fill: 0.25,
      target: "negative",
      batchSize: 4,
    });
    expect(shape).toEqual([3, 6, 8]);
    for (const [n, image] of images.entries()) {
      const [drops, covered] = [new Float64Array(PIXELS), new Float64Array(PIXELS)];
      for (const top of [0, 2, 3])
        for (const left of [0, 2, 4, 5]) {
          const isHidden = (i: number): boolean => {
            const [row, column] = [Math.floor(i / 8) % 6, i % 8];
            return row >= top && row < top + 3 && column >= left && column < left + 3;
          };
          const hidden = image.values.map((value, i) => (isHidden(i) ? 0.25 : value));
          const drop = z({ ...image, values: hidden }) - z(image);
          for (let i = 0; i < PIXELS; i++)
            if (isHidden(i)) [drops[i], covered[i]] = [drops[i]! + drop, covered[i]! + 1];
        }
      for (let i = 0; i < PIXELS; i++) expect(values[n * PIXELS + i]).toBeCloseTo(drops[i]! / covered[i]!, 10);
    }
  });

  it("hides with the channel's mean unless told otherwise", async () => {
    const { model } = await setup();
    const flat = Float64Array.from({ length: 96 }, (_, i) => (i < PIXELS ? 0.5 : -1));
    const { values } = await occlusion(model, flat);
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(1e-12);
  });
});

describe("activation maximisation", () => {
  const clip = (value: number) => Math.min(Math.max(value, 0), 1);

  it("takes the step of its formula", async () => {
    const { model } = await setup();
    // Where the relu is open everywhere, the map behind it has the gradient of the one before it.
    model.weights.find(({ name }) => name === "conv2d_1/bias")!.tensor.assign(Float64Array.of(0, 0, 50, 0));
    const { head } = await plainCnn(model);
    const options = { layer: "conv2d_1", filter: 2, learningRate: 0.05, l2: 0.3, seed: 3 };
    const { values: start } = await activationMaximization(model, { ...options, steps: 0 });
    const { values, history } = await activationMaximization(model, { ...options, steps: 1 });
    const raised = (image: Plane) => {
      const map = head(image).values.subarray(2 * PIXELS, 3 * PIXELS);
      return map.reduce((sum, one) => sum + one, 0) / PIXELS;
    };
    const g = numericGradient(raised, { shape: SHAPE, values: start }).map((one, i) => one - 0.6 * (start[i]! - 0.5));
    const rms = Math.sqrt(g.reduce((sum, one) => sum + one * one, 0) / g.length);
    values.forEach((value, i) => expect(value).toBeCloseTo(clip(start[i]! + (0.05 * g[i]!) / rms), 6));
    expect(history).toHaveLength(2);
    expect(history[0]).toBeCloseTo(raised({ shape: SHAPE, values: start }), 10);
  });

  it("raises a class's score, within the range, the same for the same seed", async () => {
    const { model, z } = await setup();
    for (const [target, sign] of [
      ["positive", 1],
      ["negative", -1],
    ] as const) {
      const options = { target, steps: 20, range: [-1, 2], seed: 5 } as const;
      const { shape, values, history } = await activationMaximization(model, options);
      expect(await activationMaximization(model, options)).toEqual({ shape, values, history });
      expect(shape).toEqual(SHAPE);
      expect(history.at(-1)).toBeGreaterThan(history[0]! + 1);
      expect(history.at(-1)).toBeCloseTo(sign * z({ shape: SHAPE, values }), 10);
      expect(values.every((value) => value >= -1 && value <= 2)).toBe(true);
    }
  });
});

describe("filters", () => {
  it("are the kernel's images, one a filter and channel", async () => {
    const { model } = await setup();
    const { shape, values } = await filters(model.getLayer("conv2d"));
    const kernel = (await model.getWeights()).get("conv2d/kernel")!;
    expect(shape).toEqual([3, 2, 5, 5]);
    expect(values[(2 * 2 + 1) * 25 + 3 * 5 + 4]).toBe(kernel[((3 * 5 + 4) * 2 + 1) * 3 + 2]);
  });
});
