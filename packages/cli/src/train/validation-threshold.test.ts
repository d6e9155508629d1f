import { phantom, type Split } from "@tomograd/data";
import { ReferenceDevice } from "@tomograd/kernels";
import { chooseThreshold, documentedCnn, predict } from "@tomograd/model";
import { expect, test } from "vitest";
import { splitSource } from "./split-source.ts";
import { validationThreshold } from "./validation-threshold.ts";

const validation = phantom({ seed: 1, size: 16, train: 2, validation: 8, test: 2, channels: 1 }).splits.validation!;
const model = documentedCnn({ filters: [2, 2], inputShape: [1, 16, 16] }).to(new ReferenceDevice(), { seed: 1 });
const reading = { batchSize: 3, normalization: { kind: "rescale", scale: [1 / 255], offset: [0] } } as const;

test("D-17 Youden's threshold of the validation data", async () => {
  const probabilities = await predict(model, splitSource(validation, reading));
  const chosen = await validationThreshold(model, validation, reading);
  expect(chosen).toEqual(chooseThreshold(validation.labels, probabilities, "youden"));
});

test("one class, or a model that predicts NaN, chooses nothing", async () => {
  const one: Split = {
    ...validation,
    length: 8,
    imageShape: validation.imageShape,
    labels: new Uint8Array(8),
    gather: async (indices, out) => await validation.gather(indices, out),
  };
  expect(await validationThreshold(model, one, reading)).toBeUndefined();
  const broken = documentedCnn({ filters: [2, 2], inputShape: [1, 16, 16] }).to(new ReferenceDevice(), { seed: 1 });
  broken.setWeights(new Map([...(await broken.getWeights())].map(([name, data]) => [name, data.map(() => NaN)])));
  expect(await validationThreshold(broken, validation, reading)).toBeUndefined();
});
