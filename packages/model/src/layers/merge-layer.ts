import type { Tensor } from "@tomograd/autograd";
import { ShapeError, type Shape } from "@tomograd/kernels";
import { Layer, type CallContext } from "./layer.ts";

/** A layer of two inputs or more. */
export abstract class MergeLayer extends Layer {
  protected abstract merge(inputs: readonly Tensor[], context: CallContext): Tensor;
  protected abstract constructMerged(inputs: readonly Shape[]): Shape;

  protected override constructFrom(inputs: readonly Shape[]): Shape {
    if (inputs.length < 2)
      throw new ShapeError({
        subject: this.name,
        rule: "takes two inputs or more",
        received: `inputs=${inputs.length}`,
        advice: `Apply it to a list: ${this.baseName}.apply([a, b])`,
      });
    return this.constructMerged(inputs);
  }

  protected construct(input: Shape): Shape {
    return this.constructFrom([input]);
  }

  override callAll(inputs: readonly Tensor[], context: CallContext): Tensor {
    return this.merge(inputs, context);
  }

  call(x: Tensor, context: CallContext): Tensor {
    return this.merge([x], context);
  }
}

/** Joins the inputs pair by pair from the first on; what lies between is released at once. */
export function fold(inputs: readonly Tensor[], join: (a: Tensor, b: Tensor) => Tensor): Tensor {
  return inputs.reduce((a, b, i) => {
    const y = join(a, b);
    if (i > 1) a.release();
    return y;
  });
}
