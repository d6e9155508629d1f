import { UsageError, type Shape } from "@tomograd/kernels";
import type { Layer } from "../layers/layer.ts";

/** What a layer will give for one input, before there are any numbers: networks are put together from these. */
export interface SymbolicTensor {
  /** Without the batch: [C,H,W] for images. */
  readonly shape: Shape;
  readonly node: Node;
}

/** One use of a layer; a shared layer has several. */
export interface Node {
  readonly layer: Layer;
  readonly inputs: readonly SymbolicTensor[];
  /** Counts the uses of the layer from 0, as Keras' node index does. */
  readonly index: number;
}

/** The only one of a list. Throws a UsageError for several. */
export function only(tensors: readonly SymbolicTensor[], subject: string): SymbolicTensor {
  const [first] = tensors;
  if (first && tensors.length === 1) return first;
  const received = tensors.map(({ node }) => node.layer.name).join(",");
  throw new UsageError({ subject, rule: "must be one for this", received });
}
