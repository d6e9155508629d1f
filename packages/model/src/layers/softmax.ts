import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { Layer } from "./layer.ts";

/** `y = exp(x) / sum(exp(x))` along the last axis. Source: Keras `layers.Softmax`, without its option. */
export class Softmax extends Layer {
  readonly className = "Softmax";
  readonly baseName = "softmax";

  override get activation(): string {
    return "softmax";
  }

  protected construct(input: Shape): Shape {
    return input;
  }

  call(x: Tensor): Tensor {
    return apply(ops.softmax, { x }).y;
  }

  override beforeActivation(x: Tensor): Tensor {
    return x;
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}
