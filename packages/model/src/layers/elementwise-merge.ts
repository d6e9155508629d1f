import { apply, type Tensor } from "@tomograd/autograd";
import { formatShape, ops, ShapeError, type Shape } from "@tomograd/kernels";
import { fold, MergeLayer } from "./merge-layer.ts";

/**
 * A layer that joins its inputs element by element.
 *
 * Shapes of one sample are broadcast by NumPy's rule: aligned at the last axis, and where extents differ one of them is 1.
 * The batch stays apart, so [K] goes with [C,H,K] as in Keras.
 */
export abstract class ElementwiseMerge extends MergeLayer {
  protected abstract join(a: Tensor, b: Tensor): Tensor;

  protected constructMerged(inputs: readonly Shape[]): Shape {
    return inputs.reduce((a, b) => {
      const rank = Math.max(a.length, b.length);
      const [left, right] = [padded(a, rank), padded(b, rank)];
      if (left.every((extent, axis) => extent === right[axis] || extent === 1 || right[axis] === 1))
        return left.map((extent, axis) => (extent === 1 ? right[axis]! : extent));
      throw new ShapeError({
        subject: this.name,
        rule: "the inputs' extents must be equal, or one of them 1, from the last axis on",
        received: `inputs=${inputs.map(formatShape).join(" and ")}`,
      });
    });
  }

  protected merge(inputs: readonly Tensor[]): Tensor {
    const rank = Math.max(...inputs.map(({ shape }) => shape.length));
    return fold(
      inputs.map((x) => aligned(x, rank)),
      (a, b) => this.join(a, b),
    );
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}

const padded = (shape: Shape, rank: number): Shape => [...Array<number>(rank - shape.length).fill(1), ...shape];

/** The batch stays the first axis. */
function aligned(x: Tensor, rank: number): Tensor {
  if (x.shape.length === rank) return x;
  const [batch = 1, ...sample] = x.shape;
  return apply(ops.reshape, { x }, { shape: [batch, ...padded(sample, rank - 1)] }).y;
}
