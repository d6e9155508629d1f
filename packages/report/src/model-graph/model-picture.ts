import { shownName } from "@tomograd/data";
import type { Model } from "@tomograd/model";
import type { Figure } from "../figures/figure.ts";
import { drawDot } from "./draw-dot.ts";
import { modelDot, tuple, type ModelDotOptions } from "./model-dot.ts";

/**
 * The network as Keras' `plot_model` drew it, laid out by Graphviz without any program of the system.
 *
 * @example
 * const { svg } = await modelPicture(model, { showShapes: true });
 */
export async function modelPicture(model: Model, options: ModelDotOptions = {}): Promise<Figure> {
  const { width, height, svg } = await drawDot(modelDot(model, options));
  const ends = (tensors: Model["inputs"]): string =>
    tensors.map(({ node, shape }) => `${shownName(node.layer.name)} ${tuple(shape)}`).join(" and ");
  const { total } = model.countParams();
  const name = shownName(model.name);
  const alt =
    `The network ${name} as a graph of ${model.graph.layers.length} layers, ` +
    `from ${ends(model.inputs)} to ${ends(model.outputs)}, with ${total.toLocaleString("en-US")} parameters.`;
  return { name: "model", title: `Network ${name}`, alt, width, height, svg };
}
