import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { requireAxis } from "./activations.ts";
import { Layer } from "./layer.ts";

/** `y = exp(x) / sum(exp(x))`, [K] to [K]. Throws a ShapeError for images. Source: Keras `layers.Softmax`. */
export class Softmax extends Layer {
  readonly className = "Softmax";
  readonly baseName = "softmax";

  override get activation(): string {
    return "softmax";
  }

  protected construct(input: Shape): Shape {
    requireAxis(this.name, "softmax", input);
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
