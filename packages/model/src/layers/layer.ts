import type { Tensor } from "@tomograd/autograd";
import { formatShape, ShapeError, TapeError, UsageError, type Shape } from "@tomograd/kernels";
import type { Initializer } from "../initializers/initializers.ts";

/** What a layer is told with every call. */
export interface CallContext {
  readonly training: boolean;
  /** Keys of the random numbers that are drawn in this call. */
  readonly seed: number;
  readonly step: number;
}

/** One weight: declared when the layer is built, filled when the model moves to a device. */
export class Weight {
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: Initializer;
  readonly trainable: boolean;
  #tensor: Tensor | undefined;

  constructor(name: string, shape: Shape, initializer: Initializer, trainable = true) {
    this.name = name;
    this.shape = shape;
    this.initializer = initializer;
    this.trainable = trainable;
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

/** A step of a network: says its output shape, declares its weights, runs ops on tensors. Shapes leave out the batch. */
export abstract class Layer {
  /** Keras' class name, as in summaries and saved configs. */
  abstract readonly className: string;
  /** Keras' prefix of generated names. */
  abstract readonly baseName: string;
  readonly weights: Weight[] = [];
  #name: string | undefined;
  #outputShape: Shape | undefined;
  /** Tells the random streams of layers apart. */
  index = 0;

  /** Declares the weights and returns the output shape. Throws a ShapeError for inputs that the layer cannot take. */
  protected abstract construct(input: Shape): Shape;
  abstract call(x: Tensor, context: CallContext): Tensor;
  /** What `fromConfig` needs to make the same layer again, under Keras' names. */
  abstract config(): Readonly<Record<string, unknown>>;
  /** The part of the loss that comes from this layer's regularizers. */
  penalty(): Tensor | undefined {
    return undefined;
  }

  build(input: Shape, name: string, index: number): Shape {
    if (this.#outputShape)
      throw new UsageError({
        subject: this.name,
        rule: "a layer is built once",
        received: `a second model with ${this.name}`,
      });
    this.#name = name;
    this.index = index;
    this.#outputShape = this.construct(input);
    return this.#outputShape;
  }

  get name(): string {
    return this.#name ?? this.baseName;
  }

  get outputShape(): Shape {
    if (!this.#outputShape)
      throw new UsageError({ subject: this.name, rule: "has no shape yet", received: "a layer outside a model" });
    return this.#outputShape;
  }

  protected addWeight(name: string, shape: Shape, initializer: Initializer, trainable = true): Weight {
    if (!shape.every((extent) => Number.isSafeInteger(extent) && extent > 0)) {
      throw new ShapeError({
        subject: this.name,
        rule: `${name} must have positive whole extents`,
        received: `${name}=${formatShape(shape)}`,
      });
    }
    const weight = new Weight(`${this.name}/${name}`, shape, initializer, trainable);
    this.weights.push(weight);
    return weight;
  }

  /** Number of values in all weights. */
  countParams(): number {
    return this.weights.reduce((sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1), 0);
  }
}
