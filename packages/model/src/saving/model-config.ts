import { InputError, UsageError, type Shape } from "@tomograd/kernels";
import { initializerByName } from "../initializers/initializers.ts";
import { BatchNormalization } from "../layers/batch-normalization.ts";
import { Conv2D, type Conv2DOptions } from "../layers/conv2d.ts";
import { Dense, type DenseOptions } from "../layers/dense.ts";
import { Dropout } from "../layers/dropout.ts";
import { Flatten } from "../layers/flatten.ts";
import type { Layer } from "../layers/layer.ts";
import { MaxPooling2D } from "../layers/max-pooling2d.ts";
import { l2, type L2 } from "../layers/regularizers.ts";
import { Sequential } from "../sequential.ts";
import { parseStrictJson } from "./json-scanner.ts";

/** `model.json`: what the network is made of, and what else its user needs in order to predict with it. */
export interface ModelConfig {
  readonly format: "tomograd-model";
  readonly version: 1;
  readonly name: string;
  readonly inputShape: Shape;
  readonly layers: readonly { readonly className: string; readonly config: Readonly<Record<string, unknown>> }[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Hash of `weights.safetensors`, so that a damaged or exchanged file is noticed. */
  readonly weightsSha256?: string;
}

type Config = Readonly<Record<string, unknown>>;
const initializer = (config: Config) => initializerByName(String(config["kernelInitializer"]));

function regularizer(value: unknown): L2 | undefined {
  if (value === null || value === undefined) return undefined;
  const { className, factor } = value as Partial<L2>;
  if (className !== "L2")
    throw new UsageError({ subject: "regularizer", rule: "must be L2", received: `className=${String(className)}` });
  return l2(factor);
}

/** The only classes that a file can name: nothing else is ever made from one. */
const LAYERS: Readonly<Record<string, (config: Config) => Layer>> = {
  Conv2D: ({ dilations, kernelRegularizer, ...config }) =>
    new Conv2D({
      ...(config as unknown as Conv2DOptions),
      dilationRate: dilations as [number, number],
      kernelInitializer: initializer(config),
      kernelRegularizer: regularizer(kernelRegularizer),
    }),
  MaxPooling2D: (config) => new MaxPooling2D(config),
  BatchNormalization: (config) => new BatchNormalization(config),
  Flatten: () => new Flatten(),
  Dropout: ({ rate }) => new Dropout(rate as number),
  Dense: (config) => new Dense({ ...(config as unknown as DenseOptions), kernelInitializer: initializer(config) }),
};

/** The config of a model, ready for `JSON.stringify`. */
export function modelConfig(model: Sequential, metadata: Readonly<Record<string, unknown>> = {}): ModelConfig {
  const layers = model.layers.map((layer) => ({ className: layer.className, config: layer.config() }));
  return {
    format: "tomograd-model",
    version: VERSION,
    name: model.name,
    inputShape: model.inputShape,
    layers,
    metadata,
  };
}

/** The version of `model.json` that is written; all older ones are read. */
const VERSION = 1;

/** Parses `model.json`. Throws an InputError for anything that is no config, a UsageError for one of a newer version. */
export function parseModelConfig(text: string, subject: string): ModelConfig {
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    throw new InputError({ subject, rule: "must be JSON", received: (error as Error).message });
  }
  const config = (typeof value === "object" && value !== null ? value : {}) as Partial<ModelConfig>;
  if (config.format !== "tomograd-model")
    throw new InputError({ subject, rule: "must be a tomograd model", received: `format=${String(config.format)}` });
  requireKnownVersion(config, subject);
  if (config.weightsSha256 !== undefined && typeof config.weightsSha256 !== "string") {
    throw new InputError({
      subject,
      rule: "weightsSha256 must be a text",
      received: `weightsSha256=${typeof config.weightsSha256}`,
    });
  }
  const isShape =
    Array.isArray(config.inputShape) && config.inputShape.every((extent) => Number.isInteger(extent) && extent > 0);
  if (!isShape || !Array.isArray(config.layers))
    throw new InputError({
      subject,
      rule: "must have inputShape and layers",
      received: `keys=${Object.keys(config).join(",")}`,
    });
  for (const layer of config.layers as { className?: unknown }[]) {
    const className = String(layer?.className);
    if (!Object.hasOwn(LAYERS, className))
      throw new InputError({
        subject,
        rule: `layers must be of ${Object.keys(LAYERS).join(", ")}`,
        received: `className=${className}`,
      });
  }
  return { ...(config as ModelConfig), name: String(config.name), metadata: config.metadata ?? {} };
}

function requireKnownVersion({ version, metadata }: { version?: unknown; metadata?: unknown }, subject: string): void {
  if (version === VERSION) return;
  const received = `version=${String(version)}`;
  if (!Number.isInteger(version) || (version as number) < VERSION)
    throw new InputError({ subject, rule: `must be of version ${VERSION}`, received });
  const { tomograd } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  const maker =
    typeof tomograd === "string" && /^[\w.+-]{1,40}$/.test(tomograd) ? `, made by tomograd ${tomograd}` : "";
  throw new UsageError({
    subject,
    rule: `must be of version ${VERSION} or older`,
    received: received + maker,
    advice: "Use the version of tomograd that made it",
  });
}

/** A layer of a config. Throws a UsageError for keys that the layer does not know: nothing is ignored. */
function layerFromConfig(className: string, config: Config): Layer {
  const layer = LAYERS[className]!(config);
  const unknown = Object.keys(config).filter((key) => !Object.hasOwn(layer.config(), key));
  if (unknown.length > 0)
    throw new UsageError({ subject: className, rule: "has no such option", received: `option=${unknown.join(",")}` });
  return layer;
}

/** The network of a config, without values. Throws an InputError where a layer's config does not make sense. */
export function modelFromConfig(config: ModelConfig, subject: string): Sequential {
  try {
    const layers = config.layers.map(({ className, config: options }) => layerFromConfig(className, options ?? {}));
    return new Sequential(layers, { name: config.name, inputShape: config.inputShape });
  } catch (error) {
    throw new InputError({
      subject,
      rule: "its layers must fit together",
      received: (error as Error).message,
      cause: error,
    });
  }
}
