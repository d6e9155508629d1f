import type { Shape } from "@tomograd/kernels";
import type { LayerCase } from "../verify/layer-case.ts";
import { Activation } from "./activation.ts";
import { Add } from "./add.ts";
import { AveragePooling2D } from "./average-pooling2d.ts";
import { BatchNormalization } from "./batch-normalization.ts";
import { Concatenate } from "./concatenate.ts";
import { Conv2D } from "./conv2d.ts";
import { Dense } from "./dense.ts";
import { DepthwiseConv2D } from "./depthwise-conv2d.ts";
import { Dropout } from "./dropout.ts";
import { ELU } from "./elu.ts";
import { Flatten } from "./flatten.ts";
import { GlobalAveragePooling2D } from "./global-average-pooling2d.ts";
import { GlobalMaxPooling2D } from "./global-max-pooling2d.ts";
import type { Layer } from "./layer.ts";
import { LeakyReLU } from "./leaky-relu.ts";
import { MaxPooling2D } from "./max-pooling2d.ts";
import { Multiply } from "./multiply.ts";
import { l2 } from "./regularizers.ts";
import { ReLU } from "./relu.ts";
import { Softmax } from "./softmax.ts";
import { Subtract } from "./subtract.ts";

const IMAGE = [2, 5, 4];
const regularized = { kernelRegularizer: l2(0.1) };
const pool = { poolSize: [3, 2], strides: [2, 1], padding: "same" } as const;
const strided = { kernelSize: [3, 2], strides: [2, 1], padding: "same" } as const;

type TitledCase = LayerCase & { readonly title: string };

/** A variance is positive. */
const fill = { moving_variance: (drawn: number): number => 1.5 + drawn };

function of(title: string, make: () => Layer, inputs: readonly Shape[], output: Shape): TitledCase {
  return { title, make, inputs, output, fill };
}

/** At least one for each class that a model file can name, but `InputLayer`, which is in front of them all. */
export const layerCases: readonly TitledCase[] = [
  of("Activation", () => new Activation("sigmoid"), [IMAGE], IMAGE),
  of("Add of three", () => new Add(), [IMAGE, IMAGE, IMAGE], IMAGE),
  of("AveragePooling2D", () => new AveragePooling2D(), [IMAGE], [2, 2, 2]),
  of("AveragePooling2D, padded", () => new AveragePooling2D(pool), [IMAGE], [2, 3, 4]),
  of("BatchNormalization of channels", () => new BatchNormalization({ axis: 1, momentum: 0.9 }), [IMAGE], IMAGE),
  of("BatchNormalization of the width", () => new BatchNormalization(), [IMAGE], IMAGE),
  of("Concatenate", () => new Concatenate(), [[3], [2]], [5]),
  of("Concatenate of channels of three", () => new Concatenate({ axis: 1 }), [IMAGE, [1, 5, 4], [3, 5, 4]], [6, 5, 4]),
  of("Conv2D", () => new Conv2D({ filters: 3, kernelSize: 3, activation: "relu" }), [IMAGE], [3, 3, 2]),
  of("Conv2D, strided", () => new Conv2D({ filters: 3, ...strided, ...regularized }), [IMAGE], [3, 3, 4]),
  of("Dense", () => new Dense({ units: 3, activation: "sigmoid" }), [[5]], [3]),
  of("Dense without bias", () => new Dense({ units: 3, useBias: false, ...regularized }), [[5]], [3]),
  of("DepthwiseConv2D", () => new DepthwiseConv2D({ kernelSize: 2, activation: "relu" }), [IMAGE], [2, 4, 3]),
  of(
    "DepthwiseConv2D, two filters for each channel",
    () => new DepthwiseConv2D({ ...strided, depthMultiplier: 2, useBias: false, depthwiseRegularizer: l2(0.1) }),
    [IMAGE],
    [4, 3, 4],
  ),
  of("Dropout", () => new Dropout(0.3), [IMAGE], IMAGE),
  of("ELU", () => new ELU({ alpha: 0.5 }), [IMAGE], IMAGE),
  of("Flatten", () => new Flatten(), [IMAGE], [40]),
  of("GlobalAveragePooling2D", () => new GlobalAveragePooling2D(), [IMAGE], [2]),
  of("GlobalMaxPooling2D", () => new GlobalMaxPooling2D(), [IMAGE], [2]),
  of("LeakyReLU", () => new LeakyReLU(), [IMAGE], IMAGE),
  of("MaxPooling2D", () => new MaxPooling2D(), [IMAGE], [2, 2, 2]),
  of("MaxPooling2D, padded", () => new MaxPooling2D(pool), [IMAGE], [2, 3, 4]),
  of("Multiply of three", () => new Multiply(), [IMAGE, IMAGE, IMAGE], IMAGE),
  of("ReLU", () => new ReLU(), [IMAGE], IMAGE),
  of("Softmax", () => new Softmax(), [[5]], [5]),
  of("Subtract", () => new Subtract(), [IMAGE, IMAGE], IMAGE),
];
