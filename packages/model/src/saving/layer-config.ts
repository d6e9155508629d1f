import { InputError, UsageError, type Shape } from "@tomograd/kernels";
import { initializerByName } from "../initializers/initializers.ts";
import { Activation } from "../layers/activation.ts";
import type { ActivationName } from "../layers/activations.ts";
import { BatchNormalization } from "../layers/batch-normalization.ts";
import { Conv2D, type Conv2DOptions } from "../layers/conv2d.ts";
import { Dense, type DenseOptions } from "../layers/dense.ts";
import { Dropout } from "../layers/dropout.ts";
import { Flatten } from "../layers/flatten.ts";
import { InputLayer } from "../layers/input.ts";
import type { Layer, LayerOptions } from "../layers/layer.ts";
import { MaxPooling2D } from "../layers/max-pooling2d.ts";
import { l2, type L2 } from "../layers/regularizers.ts";

/** One layer in `model.json`. */
export interface LayerConfig {
  readonly className: string;
  readonly name?: string;
  /** Only where it is false. */
  readonly trainable?: boolean;
  readonly config: Readonly<Record<string, unknown>>;
}

type Config = LayerConfig["config"];
const initializer = (config: Config) => initializerByName(String(config["kernelInitializer"]));

function regularizer(value: unknown): L2 | undefined {
  if (value === null || value === undefined) return undefined;
  const { className, factor } = value as Partial<L2>;
  if (className !== "L2")
    throw new UsageError({ subject: "regularizer", rule: "must be L2", received: `className=${String(className)}` });
  return l2(factor);
}

/** The only classes that a file can name: nothing else is ever made from one. */
const LAYERS: Readonly<Record<string, (config: Config, options: LayerOptions) => Layer>> = {
  InputLayer: ({ shape }, options) => new InputLayer(shape as Shape, options),
  Conv2D: ({ dilations, kernelRegularizer, ...config }, options) =>
    new Conv2D({
      ...(config as unknown as Conv2DOptions),
      ...options,
      dilationRate: dilations as [number, number],
      kernelInitializer: initializer(config),
      kernelRegularizer: regularizer(kernelRegularizer),
    }),
  MaxPooling2D: (config, options) => new MaxPooling2D({ ...config, ...options }),
  BatchNormalization: (config, options) => new BatchNormalization({ ...config, ...options }),
  Activation: ({ activation }, options) => new Activation(activation as ActivationName, options),
  Flatten: (_, options) => new Flatten(options),
  Dropout: ({ rate }, options) => new Dropout(rate as number, options),
  Dense: (config, options) =>
    new Dense({ ...(config as unknown as DenseOptions), ...options, kernelInitializer: initializer(config) }),
};

export function layerConfig(layer: Layer): LayerConfig {
  const { className, name, trainable } = layer;
  return { className, name, ...(trainable ? {} : { trainable }), config: layer.config() };
}

/** Throws an InputError for an entry of another form, or of a class that is not in the fixed table. */
export function requireLayerConfig(value: unknown, subject: string): asserts value is LayerConfig {
  const { className, name, trainable, config } = (value ?? {}) as Partial<Record<keyof LayerConfig, unknown>>;
  if (!Object.hasOwn(LAYERS, String(className)))
    throw new InputError({
      subject,
      rule: `layers must be of ${Object.keys(LAYERS).join(", ")}`,
      received: `className=${String(className)}`,
    });
  const isName = name === undefined || (typeof name === "string" && /^[\w.-]{1,200}$/.test(name));
  const isConfig = config === undefined || (typeof config === "object" && config !== null);
  if (isName && isConfig && (trainable === undefined || typeof trainable === "boolean")) return;
  throw new InputError({
    subject,
    rule: "a layer must have a name of letters, digits, _, . and -, trainable true or false, and a config",
    received: `className=${String(className)}`,
  });
}

/** A layer of a config. Throws a UsageError for keys that the layer does not know: nothing is ignored. */
export function layerFromConfig({ className, name, trainable, config }: LayerConfig): Layer {
  const layer = LAYERS[className]!(config ?? {}, { name, trainable });
  const unknown = Object.keys(config ?? {}).filter((key) => !Object.hasOwn(layer.config(), key));
  if (unknown.length > 0)
    throw new UsageError({ subject: className, rule: "has no such option", received: `option=${unknown.join(",")}` });
  return layer;
}
