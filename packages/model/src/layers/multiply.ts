import { apply, type Tensor } from "@tomograd/autograd";
import { ops } from "@tomograd/kernels";
import { ElementwiseMerge } from "./elementwise-merge.ts";

/**
 * `y = a * b * …`, element by element: the gate of an attention. Shapes are broadcast. Source: Keras `layers.Multiply`.
 *
 * @example
 * new Multiply().apply([features, gate]) // [8,32,32] and [8,1,1] to [8,32,32]
 */
export class Multiply extends ElementwiseMerge {
  readonly className = "Multiply";
  readonly baseName = "multiply";

  protected join(a: Tensor, b: Tensor): Tensor {
    return apply(ops.multiply, { a, b }).y;
  }
}
