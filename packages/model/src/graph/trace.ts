import { UsageError } from "@tomograd/kernels";
import { InputLayer } from "../layers/input.ts";
import type { Layer } from "../layers/layer.ts";
import type { Node, SymbolicTensor } from "./symbolic-tensor.ts";

/** The part of a graph between given inputs and outputs. */
export interface Graph {
  /** Every node after those that it reads from. */
  readonly nodes: readonly Node[];
  /** In Keras' order: from the inputs on by depth, at one depth in the order of discovery from the outputs. */
  readonly layers: readonly Layer[];
  /** How many nodes lie between each node and the farthest output. */
  readonly depths: ReadonlyMap<Node, number>;
}

/** Finds everything that the outputs need. Throws a UsageError for an output that hangs on another input. */
export function traceGraph(
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
  subject: string,
): Graph {
  const given = new Set(inputs.map(({ node }) => node));
  for (const { layer } of given)
    if (!(layer instanceof InputLayer))
      throw new UsageError({
        subject,
        rule: "inputs must be made by Input",
        received: `input=${layer.name} of class ${layer.className}`,
      });
  if (given.size < inputs.length) {
    const names = inputs.map(({ node }) => node.layer.name).join(",");
    throw new UsageError({ subject, rule: "every input must be named once", received: `inputs=${names}` });
  }
  const found = new Set<Layer>();
  const done = new Set<Node>();
  const visit = (node: Node): void => {
    if (done.has(node)) return;
    found.add(node.layer);
    if (!given.has(node)) {
      if (node.layer instanceof InputLayer)
        throw new UsageError({
          subject,
          rule: "every Input that the outputs depend on must be among the inputs",
          received: `missing=${node.layer.name} shape=[${node.layer.shape.join(",")}]`,
        });
      for (const input of node.inputs) visit(input.node);
    }
    done.add(node);
  };
  for (const { node } of outputs) visit(node);
  const unused = inputs.filter(({ node }) => !done.has(node));
  if (unused.length > 0) {
    const names = unused.map(({ node }) => node.layer.name).join(",");
    throw new UsageError({ subject, rule: "every input must lead to an output", received: `unused=${names}` });
  }
  const nodes = [...done];
  const { depths, layerDepths } = depthsOf(nodes, given);
  const order = [...found];
  const layers = order.toSorted((a, b) => layerDepths.get(b)! - layerDepths.get(a)!);
  return { nodes, layers, depths };
}

function depthsOf(nodes: readonly Node[], given: ReadonlySet<Node>) {
  const depths = new Map<Node, number>();
  const layerDepths = new Map<Layer, number>();
  for (const node of nodes.toReversed()) {
    // A shared layer stands where its deepest use is.
    const depth = Math.max(depths.get(node) ?? 0, layerDepths.get(node.layer) ?? 0);
    depths.set(node, depth);
    layerDepths.set(node.layer, depth);
    if (given.has(node)) continue;
    for (const input of node.inputs) depths.set(input.node, Math.max(depth + 1, depths.get(input.node) ?? 0));
  }
  return { depths, layerDepths };
}
