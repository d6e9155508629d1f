import type { Shape } from "@tomograd/kernels";
import { InputLayer, type Layer, type Model } from "@tomograd/model";
import { recordText } from "./record-label.ts";

/** Keras' arguments of `model_to_dot`. */
export interface ModelDotOptions {
  /** Default false. */
  readonly showShapes?: boolean | undefined;
  /** Default true. */
  readonly showLayerNames?: boolean | undefined;
  /** From top to bottom, the default, or from left to right. */
  readonly rankdir?: "TB" | "LR" | undefined;
  /** Dots per inch. Default 96. */
  readonly dpi?: number | undefined;
}

/** What the picture of a network shows. */
export interface ModelGraph {
  /** In Keras' order, the `InputLayer` of a Sequential among them. */
  readonly layers: readonly Layer[];
  /** Pairs of places in `layers`: the second reads the first. */
  readonly edges: readonly (readonly [from: number, to: number])[];
}

/** Every layer once, however often it is used; a model that is part of another one appears as its layers. */
export function modelGraph({ graph }: Model): ModelGraph {
  const { layers, nodes } = graph;
  const places = new Map(layers.map((layer, place) => [layer, place]));
  const seen = new Set<string>();
  const edges = layers.flatMap((layer, to) =>
    nodes
      .filter((node) => node.layer === layer)
      .sort((a, b) => a.index - b.index)
      .flatMap(({ inputs }) => inputs.map(({ node }) => [places.get(node.layer)!, to] as const))
      .filter((edge) => !seen.has(edge.join()) && seen.add(edge.join())),
  );
  return { layers, edges };
}

/**
 * The network in Graphviz' language, word by word as Keras of TensorFlow 2.4 wrote it, but for the numbers of the nodes,
 * which count from 1 here.
 *
 * Source: `tf.keras.utils.model_to_dot` and pydot.
 *
 * @example
 * await writeFile("model.dot", modelDot(documentedCnn(), { showShapes: true }));
 */
export function modelDot(model: Model, options: ModelDotOptions = {}): string {
  const { rankdir = "TB", dpi = 96 } = options;
  const { layers, edges } = modelGraph(model);
  return [
    "digraph G {",
    "concentrate=True;",
    `dpi=${dpi};`,
    `rankdir=${rankdir};`,
    "node [shape=record];",
    ...layers.map((layer, place) => `${place + 1} [label="${label(model, layer, options)}"];`),
    ...edges.map(([from, to]) => `${from + 1} -> ${to + 1};`),
    "}\n",
  ].join("\n");
}

function label(model: Model, layer: Layer, { showShapes = false, showLayerNames = true }: ModelDotOptions): string {
  const className = recordText(layer.className);
  const title = showLayerNames ? `${recordText(layer.name)}: ${className}` : className;
  if (!showShapes) return title;
  // All uses of a shared layer have the same shapes.
  const inputs = model.graph.nodes.find((node) => node.layer === layer)!.inputs.map(({ shape }) => tuple(shape));
  const output = tuple(layer.outputShape);
  const [from, to] =
    layer instanceof InputLayer
      ? [`[${output}]`, `[${output}]`]
      : [inputs.length === 1 ? inputs[0]! : `[${inputs.join(", ")}]`, output];
  return String.raw`${title}\n|{input:|output:}|{{${brief(from)}}|{${brief(to)}}}`;
}

/** Nobody reads more of a label, and Graphviz takes minutes for one that is endless. */
const MOST_SHOWN = 500;

function brief(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}

/** As Python prints the shape of a batch. */
export function tuple(shape: Shape): string {
  return `(${["None", ...shape].join(", ")})`;
}
