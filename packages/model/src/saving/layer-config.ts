import { InputError, UsageError, type Shape } from "@tomograd/kernels";
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
import type { Layer, LayerModule, LayerOptions } from "../layers/layer.ts";
import { LeakyReLU } from "../layers/leaky-relu.ts";
import { MaxPooling2D } from "../layers/max-pooling2d.ts";
import { Maximum } from "../layers/maximum.ts";
import { Minimum } from "../layers/minimum.ts";
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
  /** Where a layer of the user's own is defined. */
  readonly module?: LayerModule;
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

/**
 * Layers of one's own by the names that a model file has for them, as Keras' `custom_objects`. They are made with one
 * argument: their `config()` with `name` and `trainable`.
 */
export type CustomObjects = Readonly<Record<string, new (options: never) => Layer>>;

type Make = (config: Config, options: LayerOptions) => Layer;

/** A class and how one of it is made from a file. */
const from = (type: abstract new (...args: never) => Layer, make: Make) => ({ type, make });
/** A layer whose options are its config. */
const configured = (type: new (options: Config) => Layer) =>
  from(type, (config, options) => new type({ ...config, ...options }));
/** A layer without options of its own. */
const plain = (type: new (options: LayerOptions) => Layer) => from(type, (_, options) => new type(options));

/** The only classes that a file can name, but for those that its reader brings: nothing else is ever made from one. */
const LAYERS: Readonly<Record<string, ReturnType<typeof from>>> = {
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

/** The names of all classes that a file can name. */
export const layerClasses: readonly string[] = Object.keys(LAYERS);

/** Throws a UsageError for a layer of one's own that has a built-in one's name and no module: a file could not tell them apart. */
export function layerConfig(layer: Layer): LayerConfig {
  const { className, name, trainable, module } = layer;
  if (!module && isBuiltIn(className) && LAYERS[className]!.type !== layer.constructor)
    throw new UsageError({
      subject: name,
      rule: "a layer of one's own must have a className of its own to be saved",
      received: `className=${className}`,
    });
  return { className, name, ...(trainable ? {} : { trainable }), ...(module && { module }), config: layer.config() };
}

const isBuiltIn = (className: string): boolean => Object.hasOwn(LAYERS, className);

/** A value of a file in an error; an object's own `toString` may be anything. */
export function toldValue(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Throws an InputError for an entry of another form, or of a class that is neither in the fixed table nor brought along. */
export function requireLayerConfig(
  value: unknown,
  subject: string,
  custom: CustomObjects = {},
): asserts value is LayerConfig {
  const { className, name, trainable, module, config } = (value ?? {}) as Partial<Record<keyof LayerConfig, unknown>>;
  const received = `className=${toldValue(className)}`;
  if (module !== undefined && !isModule(module))
    throw new InputError({ subject, rule: "a layer's module must have a name and a sha256", received });
  const isKnown = typeof className === "string" && module === undefined && isBuiltIn(className);
  if (!isKnown && !(typeof className === "string" && Object.hasOwn(custom, className))) {
    const file = module?.name ?? "<file>";
    throw new InputError({
      subject,
      rule: module
        ? `a layer is defined in ${module.name}, and no code is ever loaded from a model`
        : `layers must be of ${layerClasses.join(", ")}, for no code is ever loaded from a model`,
      received: received + brought(custom),
      advice: `One of your own must be brought along: in customObjects of loadModel, or at the command line by --module ${file}`,
    });
  }
  const isName = name === undefined || (typeof name === "string" && /^[\w.-]{1,200}$/.test(name));
  const isConfig = config === undefined || (typeof config === "object" && config !== null);
  if (isName && isConfig && (trainable === undefined || typeof trainable === "boolean")) return;
  throw new InputError({
    subject,
    rule: "a layer must have a name of letters, digits, _, . and -, trainable true or false, and a config",
    received,
  });
}

function brought(custom: CustomObjects): string {
  const names = Object.keys(custom);
  return names.length > 0 ? ` customObjects=${names.join(",")}` : "";
}

function isModule(value: unknown): value is LayerModule {
  const { name, sha256 } = (value ?? {}) as Partial<Record<keyof LayerModule, unknown>>;
  const isText = (text: unknown, form: RegExp): boolean => typeof text === "string" && form.test(text);
  return isText(name, /^[\w.-]{1,200}$/) && isText(sha256, /^[0-9a-f]{64}$/);
}

/** A layer of one's own, from the same file as when the model was saved, where that is known. */
function customLayer(type: CustomObjects[string], { className, name, trainable, module, config }: LayerConfig): Layer {
  const layer = new type({ ...config, name, trainable } as never);
  if (layer.className !== className)
    throw new UsageError({
      subject: className,
      rule: "must be brought along under its className",
      received: `className=${layer.className}`,
    });
  if (!module || module.sha256 === layer.module?.sha256) return layer;
  throw new UsageError({
    subject: className,
    rule: `must be defined by the ${module.name} that the model was saved with`,
    received: `sha256=${layer.module?.sha256.slice(0, 12) ?? "none"} instead of ${module.sha256.slice(0, 12)}`,
    advice: "Take the file as it was then, or train again",
  });
}

/** A layer of a config. Throws a UsageError for keys that the layer does not know: nothing is ignored. */
export function layerFromConfig(entry: LayerConfig, custom: CustomObjects = {}): Layer {
  const { className, name, trainable, config } = entry;
  const given = config ?? {};
  for (const [key, kind] of Object.entries(KINDS))
    if (given[key] !== undefined && typeof given[key] !== kind)
      throw new UsageError({ subject: className, rule: `${key} must be a ${kind}`, received: typeof given[key] });
  const layer =
    entry.module || !isBuiltIn(className)
      ? customLayer(custom[className]!, entry)
      : LAYERS[className]!.make(given, { name, trainable });
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(layer.config(), key));
  if (unknown.length > 0)
    throw new UsageError({ subject: className, rule: "has no such option", received: `option=${unknown.join(",")}` });
  return layer;
}
