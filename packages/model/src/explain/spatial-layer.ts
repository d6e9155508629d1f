import { formatShape, UsageError } from "@tomograd/kernels";
import type { Node, SymbolicTensor } from "../graph/symbolic-tensor.ts";
import { Convolution } from "../layers/convolution.ts";
import type { Model } from "../model.ts";

/** What a layer gives in this model. Throws a UsageError for an unknown layer, and for one that is used several times. */
export function layerOutput(model: Model, name: string): SymbolicTensor {
  const layer = model.getLayer(name);
  const [node, ...others] = model.graph.nodes.filter((one) => one.layer === layer);
  if (node && others.length === 0) return { node, shape: layer.outputShape };
  throw new UsageError({
    subject: name,
    rule: "has no maps of its own, being shared",
    received: `uses=${others.length + 1}`,
    advice: "Name a layer that is used once",
  });
}

/**
 * What a layer gives where that is images [K,h,w]; without a name, of the last convolution on the way to the output.
 *
 * Throws a UsageError for an unknown layer, one of another output, and a model without any convolution.
 */
export function spatialOutput(model: Model, name?: string): SymbolicTensor {
  const output = layerOutput(model, name ?? lastConvolution(model));
  if (output.shape.length === 3) return output;
  const spatial = model.layers.filter((layer) => layer.outputShape.length === 3);
  throw new UsageError({
    subject: name ?? model.name,
    rule: "must be a layer whose output is images [K,H,W]",
    received: `output=${formatShape(output.shape)}`,
    advice: `There are ${spatial.map((layer) => layer.name).join(", ")}`,
  });
}

function lastConvolution(model: Model): string {
  const depthOf = (node: Node): number => model.graph.depths.get(node)!;
  const [last] = model.graph.nodes
    .filter(({ layer }) => layer instanceof Convolution)
    .toSorted((a, b) => depthOf(a) - depthOf(b));
  if (last) return last.layer.name;
  throw new UsageError({
    subject: model.name,
    rule: "needs a convolution to be looked into",
    received: `layers=${model.layers.map(({ className }) => className).join(",")}`,
  });
}
