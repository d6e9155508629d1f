import { InputError, UsageError, type Shape } from "@tomograd/kernels";
import { initializerByName } from "../initializers/initializers.ts";
import { Activation } from "../layers/activation.ts";
import type { ActivationName } from "../layers/activations.ts";
import { Add } from "../layers/add.ts";
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
import { Multiply } from "../layers/multiply.ts";
import { l2, type L2 } from "../layers/regularizers.ts";
import { ReLU } from "../layers/relu.ts";
import { Softmax } from "../layers/softmax.ts";
import { Subtract } from "../layers/subtract.ts";

/** One layer in `model.json`. */
export interface LayerConfig {
  readonly className: string;
  readonly name?: string;
  /** Only where it is false. */
  readonly trainable?: boolean;
  readonly config: Readonly<Record<string, unknown>>;
}

type Config = LayerConfig["config"];
const initializer = (config: Config, key = "kernelInitializer") => initializerByName(toldValue(config[key]));

function regularizer(value: unknown): L2 | undefined {
  if (value === null || value === undefined) return undefined;
  const { className, factor } = value as Partial<L2>;
  if (className !== "L2")
    throw new UsageError({ subject: "regularizer", rule: "must be L2", received: `className=${toldValue(className)}` });
  return l2(factor);
}

/** Options that a value of another kind would switch or name by accident; layers check all others themselves. */
const KINDS: Readonly<Record<string, string>> = { activation: "string", useBias: "boolean" };

/** The only classes that a file can name: nothing else is ever made from one. */
const LAYERS: Readonly<Record<string, (config: Config, options: LayerOptions) => Layer>> = {
  InputLayer: ({ shape }, options) => {
    if (!Array.isArray(shape))
      throw new UsageError({ subject: "InputLayer", rule: "shape must be a list", received: `shape=${typeof shape}` });
    return new InputLayer(shape as Shape, options);
  },
  Conv2D: ({ dilations, kernelRegularizer, ...config }, options) =>
    new Conv2D({
      ...(config as unknown as Conv2DOptions),
      ...options,
      dilationRate: dilations as [number, number],
      kernelInitializer: initializer(config),
      kernelRegularizer: regularizer(kernelRegularizer),
    }),
  DepthwiseConv2D: ({ depthwiseRegularizer, ...config }, options) =>
    new DepthwiseConv2D({
      ...(config as unknown as DepthwiseConv2DOptions),
      ...options,
      depthwiseInitializer: initializer(config, "depthwiseInitializer"),
      depthwiseRegularizer: regularizer(depthwiseRegularizer),
    }),
  MaxPooling2D: (config, options) => new MaxPooling2D({ ...config, ...options }),
  AveragePooling2D: (config, options) => new AveragePooling2D({ ...config, ...options }),
  GlobalAveragePooling2D: (_, options) => new GlobalAveragePooling2D(options),
  GlobalMaxPooling2D: (_, options) => new GlobalMaxPooling2D(options),
  BatchNormalization: (config, options) => new BatchNormalization({ ...config, ...options }),
  Activation: ({ activation }, options) => new Activation(activation as ActivationName, options),
  ReLU: (_, options) => new ReLU(options),
  LeakyReLU: (config, options) => new LeakyReLU({ ...config, ...options }),
  ELU: (config, options) => new ELU({ ...config, ...options }),
  Softmax: (_, options) => new Softmax(options),
  Flatten: (_, options) => new Flatten(options),
  Dropout: ({ rate }, options) => new Dropout(rate as number, options),
  Dense: ({ kernelRegularizer, ...config }, options) =>
    new Dense({
      ...(config as unknown as DenseOptions),
      ...options,
      kernelInitializer: initializer(config),
      kernelRegularizer: regularizer(kernelRegularizer),
    }),
  Add: (_, options) => new Add(options),
  Subtract: (_, options) => new Subtract(options),
  Multiply: (_, options) => new Multiply(options),
  Concatenate: (config, options) => new Concatenate({ ...config, ...options }),
};

/** The names of all classes that a file can name. */
export const layerClasses: readonly string[] = Object.keys(LAYERS);

export function layerConfig(layer: Layer): LayerConfig {
  const { className, name, trainable } = layer;
  return { className, name, ...(trainable ? {} : { trainable }), config: layer.config() };
}

/** A value of a file in an error; an object's own `toString` may be anything. */
export function toldValue(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Throws an InputError for an entry of another form, or of a class that is not in the fixed table. */
export function requireLayerConfig(value: unknown, subject: string): asserts value is LayerConfig {
  const { className, name, trainable, config } = (value ?? {}) as Partial<Record<keyof LayerConfig, unknown>>;
  if (typeof className !== "string" || !Object.hasOwn(LAYERS, className))
    throw new InputError({
      subject,
      rule: `layers must be of ${layerClasses.join(", ")}`,
      received: `className=${toldValue(className)}`,
    });
  const isName = name === undefined || (typeof name === "string" && /^[\w.-]{1,200}$/.test(name));
  const isConfig = config === undefined || (typeof config === "object" && config !== null);
  if (isName && isConfig && (trainable === undefined || typeof trainable === "boolean")) return;
  throw new InputError({
    subject,
    rule: "a layer must have a name of letters, digits, _, . and -, trainable true or false, and a config",
    received: `className=${className}`,
  });
}

/** A layer of a config. Throws a UsageError for keys that the layer does not know: nothing is ignored. */
export function layerFromConfig({ className, name, trainable, config }: LayerConfig): Layer {
  const given = config ?? {};
  for (const [key, kind] of Object.entries(KINDS))
    if (given[key] !== undefined && typeof given[key] !== kind)
      throw new UsageError({ subject: className, rule: `${key} must be a ${kind}`, received: typeof given[key] });
  const layer = LAYERS[className]!(given, { name, trainable });
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(layer.config(), key));
  if (unknown.length > 0)
    throw new UsageError({ subject: className, rule: "has no such option", received: `option=${unknown.join(",")}` });
  return layer;
}
