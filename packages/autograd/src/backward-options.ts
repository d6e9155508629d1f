import type { ArrayHandle } from "@tomograd/kernels";
import type { Tensor } from "./tensor.ts";

export interface BackwardOptions {
  /** Where the gradients of these tensors are written; others get arrays of their own. One that no path reaches stays as it is. */
  readonly into?: ReadonlyMap<Tensor, ArrayHandle>;
  /** The only tensors whose gradients are wanted, inputs and inner values alike. Default: all that require one. */
  readonly of?: readonly Tensor[];
  /** Told of every tensor in `into` that no path reaches, once in its life: most often a part of a network that was forgotten. */
  readonly onUnreached?: (tensor: Tensor) => void;
}
