import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { fold, MergeLayer } from "./merge-layer.ts";
import { requireSameShapes } from "./require-same-shapes.ts";

/**
 * `y = a + b + …` for inputs of one shape: the shortcut of a residual network. Source: Keras `layers.Add`.
 *
 * @example
 * new Add().apply([x, branch])
 */
export class Add extends MergeLayer {
  readonly className = "Add";
  readonly baseName = "add";

  protected constructMerged(inputs: readonly Shape[]): Shape {
    return requireSameShapes(this.name, inputs);
  }

  protected merge(inputs: readonly Tensor[]): Tensor {
    return fold(inputs, (a, b) => apply(ops.add, { a, b }).y);
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}
