import { apply, type Tensor } from "@tomograd/autograd";
import { formatShape, ops, ShapeError, type Shape } from "@tomograd/kernels";
import { MergeLayer } from "./merge-layer.ts";

/** Throws a ShapeError unless all inputs have one shape: nothing is broadcast. */
export function requireSameShapes(subject: string, inputs: readonly Shape[]): Shape {
  const [first] = inputs;
  if (first && inputs.every((shape) => shape.join() === first.join())) return first;
  throw new ShapeError({
    subject,
    rule: "all inputs must have one shape",
    received: `inputs=${inputs.map(formatShape).join(" and ")}`,
  });
}

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
    return inputs.reduce((a, b) => apply(ops.add, { a, b }).y);
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}
