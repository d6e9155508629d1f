import { apply, type Tensor } from "@tomograd/autograd";
import { ops } from "@tomograd/kernels";
import { ElementwiseMerge } from "./elementwise-merge.ts";

/**
 * `y = min(a, b, …)`, element by element; equal ones share the gradient. Shapes are broadcast. Source: Keras `layers.Minimum`.
 *
 * @example
 * new Minimum().apply([left, right])
 */
export class Minimum extends ElementwiseMerge {
  readonly className = "Minimum";
  readonly baseName = "minimum";

  protected join(a: Tensor, b: Tensor): Tensor {
    return apply(ops.minimum, { a, b }).y;
  }
}
