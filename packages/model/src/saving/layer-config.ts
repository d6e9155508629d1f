import { InputError, UsageError } from "@tomograd/kernels";
import type { Layer, LayerModule } from "../layers/layer.ts";
import { LAYERS } from "./built-in-layers.ts";
import { toldValue } from "./told-value.ts";

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

/** Options that a value of another kind would switch or name by accident; layers check all others themselves. */
const KINDS: Readonly<Record<string, string>> = { activation: "string", useBias: "boolean" };

/**
 * Layers of one's own by the names that a model file has for them, as Keras' `custom_objects`. They are made with one
 * argument: their `config()` with `name` and `trainable`.
 */
export type CustomObjects = Readonly<Record<string, new (options: never) => Layer>>;

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
