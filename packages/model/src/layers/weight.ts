import type { Tensor } from "@tomograd/autograd";
import { TapeError, type Device, type Shape } from "@tomograd/kernels";
import type { Initializer } from "../initializers/initializers.ts";
import type { Layer } from "./layer.ts";

/** One weight: declared when the layer is built, filled when the model moves to a device. */
export class Weight {
  readonly shape: Shape;
  readonly initializer: Initializer;
  readonly #layer: Layer;
  readonly #name: string;
  readonly #isParameter: boolean;
  #tensor: Tensor | undefined;

  /** With `isParameter` false it is a statistic, which no optimizer changes. */
  constructor(layer: Layer, name: string, shape: Shape, initializer: Initializer, isParameter = true) {
    this.#layer = layer;
    this.#name = name;
    this.shape = shape;
    this.initializer = initializer;
    this.#isParameter = isParameter;
  }

  /** `conv2d/kernel` */
  get name(): string {
    return `${this.#layer.name}/${this.#name}`;
  }

  /** Whether training changes it by its gradient. */
  get trainable(): boolean {
    return this.#isParameter && this.#layer.trainable;
  }

  /** Where it has values, if it has any. */
  get device(): Device | undefined {
    return this.#tensor?.device;
  }

  get tensor(): Tensor {
    if (!this.#tensor)
      throw new TapeError({
        subject: this.name,
        rule: "has no values yet",
        received: "a use before the model is on a device",
        advice: "Call model.to(device)",
      });
    return this.#tensor;
  }

  set tensor(tensor: Tensor) {
    this.#tensor = tensor;
  }
}
