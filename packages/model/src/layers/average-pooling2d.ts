import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { Pooling2D } from "./pooling2d.ts";

/**
 * The mean of each window, [C,H,W] to [C,H',W']; padding does not count. Source: Keras `layers.AveragePooling2D`.
 *
 * @example
 * new AveragePooling2D({ poolSize: 3, strides: 2, padding: "same" })
 */
export class AveragePooling2D extends Pooling2D {
  readonly className = "AveragePooling2D";
  readonly baseName = "average_pooling2d";

  protected construct(input: Shape): Shape {
    return ops.averagePool2d.shape({ x: [1, ...input] }, this.windows()).y.slice(1);
  }

  call(x: Tensor): Tensor {
    return apply(ops.averagePool2d, { x }, this.windows()).y;
  }
}
