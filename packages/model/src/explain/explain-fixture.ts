import type { Device } from "@tomograd/kernels";
import { documentedCnn } from "../documented-cnn.ts";
import { Add } from "../layers/add.ts";
import { Conv2D } from "../layers/conv2d.ts";
import { Dense } from "../layers/dense.ts";
import { GlobalAveragePooling2D } from "../layers/global-average-pooling2d.ts";
import { Input } from "../layers/input.ts";
import { Model } from "../model.ts";

/** Values that look like none in particular, from -1 to 1. */
export function wave(length: number, phase = 0): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.sin(1.7 * i + phase) * Math.cos(0.31 * i * i + phase));
}

/** Weights that no initializer gives: biases and statistics that matter, variances above 0. */
export async function withWeights(model: Model, device: Device): Promise<Model> {
  model.to(device);
  const weights = [...(await model.getWeights())].map(([name, { length }], w) => {
    const values = wave(length, w);
    return [
      name,
      Float32Array.from(values, (value) => (name.endsWith("variance") ? 0.5 + value * value : 0.6 * value)),
    ] as const;
  });
  model.setWeights(new Map(weights));
  return model;
}

/** The documented network, small. */
export const smallCnn = (): Model => documentedCnn({ filters: [3, 4], inputShape: [2, 6, 8], l2: 0 });

/** `z = dense(mean(a + b))` with `a = relu(conv(x))` and `b = relu(conv(a))`. */
export function residual(): Model {
  const x = Input([2, 5, 6]);
  const conv = (name: string) => new Conv2D({ filters: 3, kernelSize: 3, padding: "same", activation: "relu", name });
  const a = conv("a").apply(x);
  const sum = new Add({ name: "sum" }).apply([a, conv("b").apply(a)]);
  const dense = new Dense({ units: 1, activation: "sigmoid", name: "probability" });
  return new Model({ inputs: x, outputs: dense.apply(new GlobalAveragePooling2D().apply(sum)) });
}
