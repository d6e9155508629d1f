import { UsageError, type Shape } from "@tomograd/kernels";
import { initializerByName } from "../initializers/initializers.ts";
import { Activation } from "../layers/activation.ts";
import type { ActivationName } from "../layers/activations.ts";
import { Add } from "../layers/add.ts";
import { Average } from "../layers/average.ts";
import { AveragePooling2D } from "../layers/average-pooling2d.ts";
import { BatchNormalization } from "../layers/batch-normalization.ts";
import { Concatenate } from "../layers/concatenate.ts";
import { Conv2D, type Conv2DOptions } from "../layers/conv2d.ts";
import { Dense, type DenseOptions } from "../layers/dense.ts";
import { DepthwiseConv2D, type DepthwiseConv2DOptions } from "../layers/depthwise-conv2d.ts";
import { Dropout } from "../layers/dropout.ts";
import { ELU } from "../layers/elu.ts";
import { Flatten } from "../layers/flatten.ts";
import { GlobalAveragePooling2D } from "../layers/global-average-pooling2d.ts";
import { GlobalMaxPooling2D } from "../layers/global-max-pooling2d.ts";
import { InputLayer } from "../layers/input.ts";
import type { Layer, LayerOptions } from "../layers/layer.ts";
import { LeakyReLU } from "../layers/leaky-relu.ts";
import { MaxPooling2D } from "../layers/max-pooling2d.ts";
import { Maximum } from "../layers/maximum.ts";
import { Minimum } from "../layers/minimum.ts";
import { Multiply } from "../layers/multiply.ts";
import { l2, type L2 } from "../layers/regularizers.ts";
import { ReLU } from "../layers/relu.ts";
import { Softmax } from "../layers/softmax.ts";
import { Subtract } from "../layers/subtract.ts";
import { toldValue } from "./told-value.ts";

type Config = Readonly<Record<string, unknown>>;
const initializer = (config: Config, key = "kernelInitializer") => initializerByName(toldValue(config[key]));

function regularizer(value: unknown): L2 | undefined {
  if (value === null || value === undefined) return undefined;
  const { className, factor } = value as Partial<L2>;
  if (className !== "L2")
    throw new UsageError({ subject: "regularizer", rule: "must be L2", received: `className=${toldValue(className)}` });
  return l2(factor);
}

type Make = (config: Config, options: LayerOptions) => Layer;

/** A class and how one of it is made from a file. */
const from = (type: abstract new (...args: never) => Layer, make: Make) => ({ type, make });
/** A layer whose options are its config. */
const configured = (type: new (options: Config) => Layer) =>
  from(type, (config, options) => new type({ ...config, ...options }));
/** A layer without options of its own. */
const plain = (type: new (options: LayerOptions) => Layer) => from(type, (_, options) => new type(options));

/** The only classes that a file can name, but for those that its reader brings: nothing else is ever made from one. */
export const LAYERS: Readonly<Record<string, ReturnType<typeof from>>> = {
  InputLayer: from(InputLayer, ({ shape }, options) => {
    if (!Array.isArray(shape))
      throw new UsageError({ subject: "InputLayer", rule: "shape must be a list", received: `shape=${typeof shape}` });
    return new InputLayer(shape as Shape, options);
  }),
  Conv2D: from(
    Conv2D,
    ({ dilations, kernelRegularizer, ...config }, options) =>
      new Conv2D({
        ...(config as unknown as Conv2DOptions),
        ...options,
        dilationRate: dilations as [number, number],
        kernelInitializer: initializer(config),
        kernelRegularizer: regularizer(kernelRegularizer),
      }),
  ),
  DepthwiseConv2D: from(
    DepthwiseConv2D,
    ({ depthwiseRegularizer, ...config }, options) =>
      new DepthwiseConv2D({
        ...(config as unknown as DepthwiseConv2DOptions),
        ...options,
        depthwiseInitializer: initializer(config, "depthwiseInitializer"),
        depthwiseRegularizer: regularizer(depthwiseRegularizer),
      }),
  ),
  MaxPooling2D: configured(MaxPooling2D),
  AveragePooling2D: configured(AveragePooling2D),
  GlobalAveragePooling2D: plain(GlobalAveragePooling2D),
  GlobalMaxPooling2D: plain(GlobalMaxPooling2D),
  BatchNormalization: configured(BatchNormalization),
  Activation: from(Activation, ({ activation }, options) => new Activation(activation as ActivationName, options)),
  ReLU: plain(ReLU),
  LeakyReLU: configured(LeakyReLU),
  ELU: configured(ELU),
  Softmax: plain(Softmax),
  Flatten: plain(Flatten),
  Dropout: from(Dropout, ({ rate }, options) => new Dropout(rate as number, options)),
  Dense: from(
    Dense,
    ({ kernelRegularizer, ...config }, options) =>
      new Dense({
        ...(config as unknown as DenseOptions),
        ...options,
        kernelInitializer: initializer(config),
        kernelRegularizer: regularizer(kernelRegularizer),
      }),
  ),
  Add: plain(Add),
  Subtract: plain(Subtract),
  Multiply: plain(Multiply),
  Average: plain(Average),
  Maximum: plain(Maximum),
  Minimum: plain(Minimum),
  Concatenate: configured(Concatenate),
};
