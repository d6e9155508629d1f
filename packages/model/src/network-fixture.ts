import { ReferenceDevice } from "@tomograd/kernels";
import { Add } from "./layers/add.ts";
import { BatchNormalization } from "./layers/batch-normalization.ts";
import { Conv2D } from "./layers/conv2d.ts";
import { Dense } from "./layers/dense.ts";
import { Dropout } from "./layers/dropout.ts";
import { Flatten } from "./layers/flatten.ts";
import { Input } from "./layers/input.ts";
import { MaxPooling2D } from "./layers/max-pooling2d.ts";
import { BinaryCrossentropy } from "./losses/binary-crossentropy.ts";
import { documentedMetrics } from "./metrics/metrics.ts";
import { Model } from "./model.ts";
import { Adam } from "./optimizers/adam.ts";

export const device = new ReferenceDevice();
export const wave = (length: number, phase = 0): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(1.7 * i + phase));
export const conv = (filters: number): Conv2D =>
  new Conv2D({ filters, kernelSize: 3, padding: "same", activation: "relu" });
export const recipe = () => ({ loss: new BinaryCrossentropy(), optimizer: new Adam(), metrics: documentedMetrics() });

/** The documented network through the functional API. */
export function functionalCnn() {
  const input = Input([1, 6, 4]);
  const hidden = [
    new Conv2D({ filters: 3, kernelSize: 5, padding: "same", activation: "relu" }),
    conv(2),
    new MaxPooling2D(),
    new BatchNormalization(),
    new Flatten(),
    new Dropout(0.5),
    new Dense({ units: 1, activation: "sigmoid" }),
  ];
  return new Model({ inputs: input, outputs: hidden.reduce((x, layer) => layer.apply(x), input) });
}

export function residual() {
  const input = Input([2, 4, 4]);
  const first = conv(2).apply(input);
  const sum = new Add().apply([input, conv(2).apply(first)]);
  const y = new Dense({ units: 1, activation: "sigmoid" }).apply(new Flatten().apply(sum));
  return new Model({ inputs: input, outputs: y });
}

export function siamese() {
  const left = Input([4], { name: "left" });
  const right = Input([4], { name: "right" });
  const encoder = new Dense({ units: 3, activation: "relu", name: "encoder" });
  const sum = new Add().apply([encoder.apply(left), encoder.apply(right)]);
  const y = new Dense({ units: 1, activation: "sigmoid" }).apply(sum);
  return new Model({ inputs: [left, right], outputs: y });
}
