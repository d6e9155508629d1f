import { readBatch } from "./batch.mjs";
import { openGpu } from "./open-gpu.mjs";
import { fromEnvironment } from "./options.mjs";
import { serve } from "./serve.mjs";

const options = fromEnvironment();
const adapter = await openGpu(options.adapter);
const tf = await import("@tensorflow/tfjs-core");
await import("@tensorflow/tfjs-backend-webgpu");
const { layers, regularizers, sequential } = await import("@tensorflow/tfjs-layers");
await tf.setBackend("webgpu");
await tf.ready();

const { batchSize, imageSize, filters } = options;
const convolution = (count, kernelSize, more = {}) =>
  layers.conv2d({
    filters: count,
    kernelSize,
    padding: "same",
    activation: "relu",
    kernelRegularizer: regularizers.l2({ l2: 1e-3 }),
    ...more,
  });
// Channels come last, which is what this library's kernels take. Its batch normalisation cannot train over another axis,
// so it normalises channels; the work is the same.
const model = sequential({
  layers: [
    convolution(filters[0], 5, { inputShape: [imageSize, imageSize, 3] }),
    convolution(filters[1], 3),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.batchNormalization(),
    layers.flatten(),
    layers.dropout({ rate: 0.5 }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ],
});
model.compile({ optimizer: tf.train.adam(1e-3, 0.92, 0.999), loss: "binaryCrossentropy" });
const batch = readBatch(options);
const x = tf.transpose(tf.tensor4d(batch.x, [batchSize, 3, imageSize, imageSize]), [0, 2, 3, 1]);
const y = tf.tensor2d(batch.y, [batchSize, 1]);
// Gives back a number, so the step is over when it resolves.
await serve(adapter, () => model.trainOnBatch(x, y));
