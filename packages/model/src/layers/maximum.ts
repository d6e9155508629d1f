import { apply, type Tensor } from "@tomograd/autograd";
import { ops } from "@tomograd/kernels";
import { ElementwiseMerge } from "./elementwise-merge.ts";

/**
 * `y = max(a, b, …)`, element by element; equal ones share the gradient. Shapes are broadcast. Source: Keras `layers.Maximum`.
 *
 * @example
 * new Maximum().apply([left, right])
 */
export class Maximum extends ElementwiseMerge {
  readonly className = "Maximum";
  readonly baseName = "maximum";

  protected join(a: Tensor, b: Tensor): Tensor {
    return apply(ops.maximum, { a, b }).y;
  }
}
