import type { Shape } from "@tomograd/kernels";
import {
  BatchNormalization,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  glorotNormal,
  Input,
  l2,
  MaxPooling2D,
  Model,
  Sequential,
} from "@tomograd/model";

const convolution = (filters: number, kernelSize: number) =>
  new Conv2D({ filters, kernelSize, padding: "same", kernelRegularizer: l2(0.001), activation: "relu" });

const prediction = () => new Dense({ units: 1, kernelInitializer: glorotNormal, activation: "sigmoid" });

/** As a stack of layers. */
export function getModelDesign(filters: readonly [number, number], inputShape: Shape): Sequential {
  return new Sequential(
    [
      convolution(filters[0], 5),
      convolution(filters[1], 3),
      new MaxPooling2D({ poolSize: 2 }),
      new BatchNormalization(),
      new Flatten(),
      new Dropout(0.5),
      prediction(),
    ],
    { inputShape },
  );
}

/** The same as a graph. */
export function getFunctionalModelDesign(filters: readonly [number, number], inputShape: Shape): Model {
  const input = Input(inputShape);
  const conv1 = convolution(filters[0], 5).apply(input);
  const conv2 = convolution(filters[1], 3).apply(conv1);
  const pooled = new MaxPooling2D({ poolSize: 2 }).apply(conv2);
  const normalized = new BatchNormalization().apply(pooled);
  const dropped = new Dropout(0.5).apply(new Flatten().apply(normalized));
  return new Model({ inputs: input, outputs: prediction().apply(dropped) });
}

export const model = getModelDesign([128, 64], [3, 64, 64]);
export const functional = getFunctionalModelDesign([128, 64], [3, 64, 64]);
