import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { fold, MergeLayer } from "./merge-layer.ts";
import { requireSameShapes } from "./require-same-shapes.ts";

/**
 * `y = a * b * …` for inputs of one shape, element by element. Source: Keras `layers.Multiply`.
 *
 * @example
 * new Multiply().apply([difference, difference])
 */
export class Multiply extends MergeLayer {
  readonly className = "Multiply";
  readonly baseName = "multiply";

  protected constructMerged(inputs: readonly Shape[]): Shape {
    return requireSameShapes(this.name, inputs);
  }

  protected merge(inputs: readonly Tensor[]): Tensor {
    return fold(inputs, (a, b) => apply(ops.multiply, { a, b }).y);
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}
