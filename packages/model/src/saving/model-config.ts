import { InputError, UsageError, type Shape } from "@tomograd/kernels";
import type { SymbolicTensor } from "../graph/symbolic-tensor.ts";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";
import { parseStrictJson } from "./json-scanner.ts";
import {
  layerConfig,
  layerFromConfig,
  requireLayerConfig,
  type CustomObjects,
  type LayerConfig,
} from "./layer-config.ts";
import { toldValue } from "./told-value.ts";

/** `model.json`: what the network is made of, and what else its user needs in order to predict with it. */
export interface ModelConfig {
  readonly format: "tomograd-model";
  readonly version: 1;
  readonly name: string;
  readonly layers: readonly LayerConfig[];
  /** Of a stack: the shape of one input. */
  readonly inputShape?: Shape;
  /** Of any other graph: what is connected with what. */
  readonly graph?: GraphConfig;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Hash of `weights.safetensors`, so that a damaged or exchanged file is noticed. */
  readonly weightsSha256?: string;
}

interface GraphConfig {
  /** Uses of layers, by their places in `layers`; each reads from uses before it. */
  readonly nodes: readonly { readonly layer: number; readonly inputs: readonly number[] }[];
  /** Places in `nodes`. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** The config of a model, ready for `JSON.stringify`. */
export function modelConfig(model: Model, metadata: Readonly<Record<string, unknown>> = {}): ModelConfig {
  const { name, layers } = model;
  const described = { layers: layers.map(layerConfig), metadata };
  const format = { format: "tomograd-model", version: VERSION, name } as const;
  if (model.className === "Sequential") return { ...format, inputShape: model.inputShape, ...described };
  const { nodes } = model.graph;
  const placesOf = (tensors: readonly SymbolicTensor[]): number[] => tensors.map(({ node }) => nodes.indexOf(node));
  const graph = {
    nodes: nodes.map(({ layer, inputs }) => ({ layer: layers.indexOf(layer), inputs: placesOf(inputs) })),
    inputs: placesOf(model.inputs),
    outputs: placesOf(model.outputs),
  };
  return { ...format, graph, ...described };
}

/** The version of `model.json` that is written; all older ones are read. */
const VERSION = 1;

/** More layers, more uses of them and more inputs of one use than any network has, and few enough to look at quickly. */
const MOST = 4096;

const MOST_TEXT = 1000;

/** Parses `model.json`. Throws an InputError for anything that is no config, a UsageError for one of a newer version. */
export function parseModelConfig(text: string, subject: string, custom: CustomObjects = {}): ModelConfig {
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    throw new InputError({ subject, rule: "must be JSON", received: (error as Error).message });
  }
  const config = (typeof value === "object" && value !== null ? value : {}) as Partial<ModelConfig>;
  if (config.format !== "tomograd-model")
    throw new InputError({ subject, rule: "must be a tomograd model", received: `format=${toldValue(config.format)}` });
  requireKnownVersion(config, subject);
  for (const key of ["name", "weightsSha256"] as const) {
    const text = config[key];
    if (text === undefined || (typeof text === "string" && text.length <= MOST_TEXT)) continue;
    const received = `${key}=${typeof text === "string" ? `${text.length} characters` : typeof text}`;
    throw new InputError({ subject, rule: `${key} must be a text of at most ${MOST_TEXT} characters`, received });
  }
  const { inputShape, graph, layers } = config;
  const isStack = isListOf(inputShape, (extent) => Number.isInteger(extent) && (extent as number) > 0);
  if (
    !Array.isArray(layers) ||
    layers.length > MOST ||
    !(graph === undefined ? isStack : isGraph(graph, layers.length))
  )
    throw new InputError({
      subject,
      rule: `must have layers, at most ${MOST}, and inputShape or a graph of them`,
      received: `keys=${Object.keys(config).join(",")}`,
    });
  for (const layer of layers) requireLayerConfig(layer, subject, custom);
  return { ...(config as ModelConfig), name: String(config.name), metadata: config.metadata ?? {} };
}

function requireKnownVersion({ version, metadata }: { version?: unknown; metadata?: unknown }, subject: string): void {
  if (version === VERSION) return;
  const received = `version=${toldValue(version)}`;
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

/** The network of a config, without values. Throws an InputError where a layer's config does not make sense. */
export function modelFromConfig(config: ModelConfig, subject: string, custom: CustomObjects = {}): Model {
  const { name, inputShape, graph } = config;
  try {
    const layers = config.layers.map((layer) => layerFromConfig(layer, custom));
    if (!graph) return new Sequential(layers, { name, inputShape: inputShape! });
    const made: SymbolicTensor[] = [];
    for (const { layer, inputs } of graph.nodes) made.push(layers[layer]!.apply(inputs.map((place) => made[place]!)));
    const at = (places: readonly number[]): SymbolicTensor[] => places.map((place) => made[place]!);
    const model = new Model({ name, inputs: at(graph.inputs), outputs: at(graph.outputs) });
    requireAllUsed(model, config.layers.length, graph.nodes.length);
    return model;
  } catch (error) {
    throw new InputError({
      subject,
      rule: "its layers must fit together",
      received: (error as Error).message,
      cause: error,
    });
  }
}

/** A file that describes more than is made of it is not what `modelConfig` wrote. */
function requireAllUsed({ name, layers, graph }: Model, layerCount: number, nodeCount: number): void {
  if (layers.length === layerCount && graph.nodes.length === nodeCount) return;
  throw new UsageError({
    subject: name,
    rule: "every layer and every use must lead to an output",
    received: `layers=${layerCount} uses=${nodeCount} of which ${layers.length} and ${graph.nodes.length} do`,
  });
}

function isListOf(value: unknown, test: (one: unknown, place: number) => boolean): boolean {
  return Array.isArray(value) && value.length <= MOST && value.every(test);
}

/** Whether every place that is named exists, and every node reads from earlier ones: there are no cycles. */
function isGraph(graph: unknown, layers: number): boolean {
  const { nodes, inputs, outputs } = (graph ?? {}) as Partial<Record<keyof GraphConfig, unknown>>;
  const below = (end: number) => (place: unknown) =>
    Number.isInteger(place) && (place as number) >= 0 && (place as number) < end;
  const isNode = (node: unknown, place: number): boolean => {
    const { layer, inputs: from } = (node ?? {}) as { readonly layer?: unknown; readonly inputs?: unknown };
    return below(layers)(layer) && isListOf(from, below(place));
  };
  const count = Array.isArray(nodes) ? nodes.length : 0;
  return isListOf(nodes, isNode) && isListOf(inputs, below(count)) && isListOf(outputs, below(count));
}
