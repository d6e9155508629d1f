import { type Shape } from "@tomograd/kernels";
import { glorotNormal } from "./initializers/initializers.ts";
import { BatchNormalization } from "./layers/batch-normalization.ts";
import { Conv2D } from "./layers/conv2d.ts";
import { Dense } from "./layers/dense.ts";
import { Dropout } from "./layers/dropout.ts";
import { Flatten } from "./layers/flatten.ts";
import { Input } from "./layers/input.ts";
import { MaxPooling2D } from "./layers/max-pooling2d.ts";
import { l2 } from "./layers/regularizers.ts";
import { Model } from "./model.ts";
import { Sequential } from "./sequential.ts";

export interface DocumentedCnnOptions {
  /** Filters of the two convolutions. Default 128, 64. */
  readonly filters?: readonly [number, number];
  readonly inputShape?: Shape;
  /** `last` is Keras' default and what the tutorial has: statistics per image column. `channel` is what it meant. */
  readonly bnAxis?: "last" | "channel";
  readonly l2?: number;
  readonly dropout?: number;
  /** The same network either way; the functional one has a layer for its input. Default sequential. */
  readonly api?: "sequential" | "functional";
}

/**
 * The tutorial's network: two convolutions, max pooling, batch normalisation, dropout, one sigmoid.
 *
 * @example
 * documentedCnn().countParams().total; // 149185
 */
export function documentedCnn({
  filters = [128, 64],
  inputShape = [3, 64, 64],
  bnAxis = "last",
  l2: factor = 1e-3,
  dropout = 0.5,
  api = "sequential",
}: DocumentedCnnOptions = {}): Model {
  const convolution = (count: number, kernelSize: number): Conv2D =>
    new Conv2D({
      filters: count,
      kernelSize,
      padding: "same",
      activation: "relu",
      kernelRegularizer: factor > 0 ? l2(factor) : undefined,
    });
  const layers = [
    convolution(filters[0], 5),
    convolution(filters[1], 3),
    new MaxPooling2D({ poolSize: 2 }),
    new BatchNormalization({ axis: bnAxis === "last" ? -1 : 1 }),
    new Flatten(),
    new Dropout(dropout),
    new Dense({ units: 1, activation: "sigmoid", kernelInitializer: glorotNormal }),
  ];
  if (api === "sequential") return new Sequential(layers, { inputShape });
  const input = Input(inputShape);
  return new Model({ inputs: input, outputs: layers.reduce((x, layer) => layer.apply(x), input) });
}
