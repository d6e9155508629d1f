import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { Layer } from "./layer.ts";

/**
 * The mean of each channel, [C,H,W] to [C]. Source: Keras `layers.GlobalAveragePooling2D`.
 *
 * @example
 * new Dense({ units: 1 }).apply(new GlobalAveragePooling2D().apply(x))
 */
export class GlobalAveragePooling2D extends Layer {
  readonly className = "GlobalAveragePooling2D";
  readonly baseName = "global_average_pooling2d";

  protected construct(input: Shape): Shape {
    return ops.globalAveragePool2d.shape({ x: [1, ...input] }, {}).y.slice(1);
  }

  call(x: Tensor): Tensor {
    return apply(ops.globalAveragePool2d, { x }).y;
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}
