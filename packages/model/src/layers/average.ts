import { apply, tensor, type Tensor } from "@tomograd/autograd";
import { ops } from "@tomograd/kernels";
import { ElementwiseMerge } from "./elementwise-merge.ts";

/**
 * `y = (a + b + …) / n` of n inputs: an ensemble. Shapes are broadcast. Source: Keras `layers.Average`.
 *
 * @example
 * new Average().apply([frontal, lateral])
 */
export class Average extends ElementwiseMerge {
  readonly className = "Average";
  readonly baseName = "average";

  protected join(a: Tensor, b: Tensor): Tensor {
    return apply(ops.add, { a, b }).y;
  }

  protected override merge(inputs: readonly Tensor[]): Tensor {
    const sum = super.merge(inputs);
    const share = tensor(sum.device, [1 / inputs.length], [], { name: "share" });
    return apply(ops.multiply, { a: sum, b: share }).y;
  }
}
