import { apply, type Tensor } from "@tomograd/autograd";
import { ops, sizeOf, type Shape } from "@tomograd/kernels";
import { Layer } from "./layer.ts";

/**
 * [C,H,W] to [H*W*C]: channels go last first, as Keras' Flatten does for channels_first data, so that the rows of the
 * next dense kernel stand in Keras' order. Source: Keras `layers.Flatten`.
 */
export class Flatten extends Layer {
  readonly className = "Flatten";
  readonly baseName = "flatten";

  protected construct(input: Shape): Shape {
    return [sizeOf(input)];
  }

  call(x: Tensor): Tensor {
    return apply(ops.flatten, { x }).y;
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}
