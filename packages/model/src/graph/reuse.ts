import { UsageError } from "@tomograd/kernels";
import type { Node, SymbolicTensor } from "./symbolic-tensor.ts";
import type { Graph } from "./trace.ts";

/** Uses all layers of a graph once more, on other inputs; returns what takes the place of each node. */
export function reuse(
  { nodes }: Graph,
  inputs: readonly SymbolicTensor[],
  given: readonly SymbolicTensor[],
  subject: string,
): Map<Node, SymbolicTensor> {
  if (given.length !== inputs.length)
    throw new UsageError({ subject, rule: `takes ${inputs.length} inputs`, received: `inputs=${given.length}` });
  const made = new Map(inputs.map(({ node }, i) => [node, given[i]!]));
  for (const node of nodes) {
    if (made.has(node)) continue;
    made.set(node, node.layer.apply(node.inputs.map((one) => made.get(one.node)!)));
  }
  return made;
}
