import { apply, type Tensor } from "@tomograd/autograd";
import { ops, ShapeError, type Shape } from "@tomograd/kernels";
import { MergeLayer } from "./merge-layer.ts";
import { requireSameShapes } from "./require-same-shapes.ts";

/**
 * `y = a - b` for two inputs of one shape. Throws a ShapeError for more. Source: Keras `layers.Subtract`.
 *
 * @example
 * new Subtract().apply([encoder.apply(left), encoder.apply(right)])
 */
export class Subtract extends MergeLayer {
  readonly className = "Subtract";
  readonly baseName = "subtract";

  protected constructMerged(inputs: readonly Shape[]): Shape {
    if (inputs.length > 2)
      throw new ShapeError({ subject: this.name, rule: "takes two inputs", received: `inputs=${inputs.length}` });
    return requireSameShapes(this.name, inputs);
  }

  protected merge([a, b]: readonly Tensor[]): Tensor {
    return apply(ops.subtract, { a: a!, b: b! }).y;
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}
