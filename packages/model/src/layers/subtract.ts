import { apply, type Tensor } from "@tomograd/autograd";
import { ops, ShapeError, type Shape } from "@tomograd/kernels";
import { ElementwiseMerge } from "./elementwise-merge.ts";

/**
 * `y = a - b` for two inputs, whose shapes are broadcast. Throws a ShapeError for more. Source: Keras `layers.Subtract`.
 *
 * @example
 * new Subtract().apply([encoder.apply(left), encoder.apply(right)])
 */
export class Subtract extends ElementwiseMerge {
  readonly className = "Subtract";
  readonly baseName = "subtract";

  protected override constructMerged(inputs: readonly Shape[]): Shape {
    if (inputs.length === 2) return super.constructMerged(inputs);
    throw new ShapeError({ subject: this.name, rule: "takes two inputs", received: `inputs=${inputs.length}` });
  }

  protected join(a: Tensor, b: Tensor): Tensor {
    return apply(ops.subtract, { a, b }).y;
  }
}
