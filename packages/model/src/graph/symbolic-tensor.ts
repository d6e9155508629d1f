import type { Shape } from "@tomograd/kernels";
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
