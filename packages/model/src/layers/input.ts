import type { Tensor } from "@tomograd/autograd";
import { formatShape, ShapeError, type Shape } from "@tomograd/kernels";
import type { SymbolicTensor } from "../graph/symbolic-tensor.ts";
import { Layer, type LayerOptions } from "./layer.ts";

/** Where data enters a network. */
export class InputLayer extends Layer {
  readonly className = "InputLayer";
  readonly baseName = "input";
  readonly shape: Shape;

  constructor(shape: Shape, options: LayerOptions = {}) {
    super(options);
    if (shape.length === 0 || !shape.every((extent) => Number.isSafeInteger(extent) && extent > 0)) {
      throw new ShapeError({
        subject: "Input",
        rule: "shape must be the positive extents of one sample, without the batch",
        received: `shape=${formatShape(shape)}`,
      });
    }
    this.shape = shape;
  }

  protected override constructFrom(inputs: readonly Shape[]): Shape {
    if (inputs.length > 0)
      throw new ShapeError({ subject: this.name, rule: "takes no input", received: `inputs=${inputs.length}` });
    return this.shape;
  }

  protected construct(): Shape {
    return this.shape;
  }

  call(x: Tensor): Tensor {
    return x;
  }

  config(): Readonly<Record<string, unknown>> {
    return { shape: this.shape };
  }
}

/**
 * The symbolic input of a functional model: the shape of one sample, without the batch. Source: Keras `Input`.
 *
 * @example
 * const x = Input([3, 64, 64], { name: "frontal" });
 */
export function Input(shape: Shape, options: LayerOptions = {}): SymbolicTensor {
  return new InputLayer(shape, options).apply([]);
}
