import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { Layer } from "./layer.ts";

/**
 * The largest value of each channel, the first of equals, [C,H,W] to [C]. Source: Keras `layers.GlobalMaxPooling2D`.
 *
 * @example
 * new Dense({ units: 1 }).apply(new GlobalMaxPooling2D().apply(x))
 */
export class GlobalMaxPooling2D extends Layer {
  readonly className = "GlobalMaxPooling2D";
  readonly baseName = "global_max_pooling2d";

  protected construct(input: Shape): Shape {
    return ops.globalMaxPool2d.shape({ x: [1, ...input] }, {}).y.slice(1);
  }

  call(x: Tensor): Tensor {
    return apply(ops.globalMaxPool2d, { x }).y;
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}
