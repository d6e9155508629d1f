import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { Layer } from "./layer.ts";

/** `y = max(x, 0)` for an input of any shape. Source: Keras `layers.ReLU`, without its options. */
export class ReLU extends Layer {
  readonly className = "ReLU";
  readonly baseName = "re_lu";

  override get activation(): string {
    return "relu";
  }

  protected construct(input: Shape): Shape {
    return input;
  }

  call(x: Tensor): Tensor {
    return apply(ops.relu, { x }).y;
  }

  override beforeActivation(x: Tensor): Tensor {
    return x;
  }

  config(): Readonly<Record<string, unknown>> {
    return {};
  }
}
