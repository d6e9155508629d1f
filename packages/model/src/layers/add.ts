import { apply, type Tensor } from "@tomograd/autograd";
import { ops } from "@tomograd/kernels";
import { ElementwiseMerge } from "./elementwise-merge.ts";

/**
 * `y = a + b + …`: the shortcut of a residual network. Shapes are broadcast. Source: Keras `layers.Add`.
 *
 * @example
 * new Add().apply([x, branch])
 */
export class Add extends ElementwiseMerge {
  readonly className = "Add";
  readonly baseName = "add";

  protected join(a: Tensor, b: Tensor): Tensor {
    return apply(ops.add, { a, b }).y;
  }
}
