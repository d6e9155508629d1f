import { phantom, batches, fitNormalization, permutation } from "@tomograd/data";
import { openWebGpu } from "@tomograd/kernels/node";
import { Adam, BinaryCrossentropy, documentedCnn, documentedMetrics, evaluate, fit } from "@tomograd/model";

const data = phantom({ seed: 1, size: 32, train: 64, validation: 32, test: 32 });
const { train, validation, test } = data.splits;
if (!train || !validation || !test) throw new Error("the phantom has all three splits");

const normalization = await fitNormalization("rescale", train, 3);
const source = (split: typeof train, shuffle = false) => ({
  length: split.length,
  batchSize: 16,
  batches: (epoch: number, from = 0) => {
    const order = shuffle ? permutation(split.length, { seed: 1, stream: 0, epoch }) : undefined;
    return batches(split, { batchSize: 16, order, normalization, from });
  },
});

const device = await openWebGpu();
const model = documentedCnn({ filters: [8, 4], inputShape: data.imageShape }).to(device, { seed: 1 });
const recipe = {
  loss: new BinaryCrossentropy(),
  optimizer: new Adam({ learningRate: 1e-3, beta1: 0.92 }),
  metrics: documentedMetrics(),
};
const { history } = await fit(model, source(train, true), { ...recipe, epochs: 2, validation: source(validation) });
export const result = { history, test: await evaluate(model, source(test), recipe) };
device.close();
