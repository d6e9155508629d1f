import type { Tensor } from "@tomograd/autograd";
import { formatShape, ShapeError, UsageError, type Shape } from "@tomograd/kernels";
import type { Node, SymbolicTensor } from "../graph/symbolic-tensor.ts";
import type { Initializer } from "../initializers/initializers.ts";
import { Weight } from "./weight.ts";

/** What a layer is told with every call. */
export interface CallContext {
  readonly training: boolean;
  /** Keys of the random numbers that are drawn in this call. */
  readonly seed: number;
  readonly step: number;
  /** Tells the random numbers of layers apart, and those of a shared layer's uses. */
  readonly stream: number;
}

/** Where a layer that is not of this package is defined: its file's name, and a hash of what is in it. */
export interface LayerModule {
  readonly name: string;
  readonly sha256: string;
}

export interface LayerOptions {
  /** Unique in a model; generated where it is left out: `conv2d`, `conv2d_1`, … */
  readonly name?: string | undefined;
  /** False freezes the weights. Default true; may be changed between two calls of `fit`. */
  readonly trainable?: boolean | undefined;
}

/**
 * A step of a network: says its output shape, declares its weights, runs ops on tensors. Shapes leave out the batch.
 *
 * `construct` and `call` are what a layer of one input defines; one of several extends `MergeLayer`.
 */
export abstract class Layer {
  /** Keras' class name, as in summaries and saved configs. */
  abstract readonly className: string;
  /** Keras' prefix of generated names. */
  abstract readonly baseName: string;
  /**
   * Of a layer of one's own, for `model.json`: whoever loads the model must bring it from the same file. Without it any
   * class of this `className` will do.
   */
  readonly module: LayerModule | undefined = undefined;
  readonly weights: Weight[] = [];
  trainable: boolean;
  #name: string | undefined;
  #inputShapes: readonly Shape[] | undefined;
  #outputShape: Shape | undefined;
  readonly #outputs: SymbolicTensor[] = [];

  constructor({ name, trainable = true }: LayerOptions = {}) {
    this.#name = name;
    this.trainable = trainable;
  }

  /** Declares the weights and returns the output shape. Throws a ShapeError for inputs that the layer cannot take. */
  protected abstract construct(input: Shape): Shape;
  abstract call(x: Tensor, context: CallContext): Tensor;
  /** What makes the same layer again, under Keras' names; `name` and `trainable` are added to it. */
  abstract config(): Readonly<Record<string, unknown>>;

  /** The part of the loss that comes from this layer's regularizers. */
  penalty(): Tensor | undefined {
    return undefined;
  }

  /** The function that `call` ends with; losses and saliency work on what comes before it. */
  get activation(): string {
    return "linear";
  }

  /** `call` without its activation. */
  beforeActivation(x: Tensor, context: CallContext): Tensor {
    return this.call(x, context);
  }

  /**
   * Uses the layer on the output of another, or of `Input`; a layer that is used again shares its weights.
   *
   * @example
   * const x = Input([3, 64, 64]);
   * const y = new Dense({ units: 1 }).apply(new Flatten().apply(x));
   */
  apply(input: SymbolicTensor | readonly SymbolicTensor[]): SymbolicTensor {
    const inputs: readonly SymbolicTensor[] = "node" in input ? [input] : input;
    const shape = this.build(inputs.map((one) => one.shape));
    const node: Node = { layer: this, inputs, index: this.#outputs.length };
    const output = { shape, node };
    this.#outputs.push(output);
    return output;
  }

  /**
   * What the layer gives in the network that it is part of: where another model can end or go on.
   *
   * Throws a UsageError for a layer that is used several times, or not at all.
   *
   * @example
   * const features = new Model({ inputs: model.inputs, outputs: [model.getLayer("flatten").output] });
   */
  get output(): SymbolicTensor {
    const [output] = this.#outputs;
    if (output && this.#outputs.length === 1) return output;
    throw new UsageError({
      subject: this.name,
      rule: "has one output if it is used once",
      received: `uses=${this.#outputs.length}`,
    });
  }

  /** Declares the weights at the first use. Throws a ShapeError for a further use with inputs of another shape. */
  build(inputs: readonly Shape[]): Shape {
    const shown = (shapes: readonly Shape[]): string => shapes.map(formatShape).join(" and ");
    if (this.#inputShapes && shown(this.#inputShapes) !== shown(inputs)) {
      throw new ShapeError({
        subject: this.name,
        rule: `a shared layer takes the shape of its first use, ${shown(this.#inputShapes)}`,
        received: `input=${shown(inputs)}`,
      });
    }
    this.#outputShape ??= this.constructFrom(inputs);
    this.#inputShapes = inputs;
    return this.#outputShape;
  }

  protected constructFrom(inputs: readonly Shape[]): Shape {
    const [input] = inputs;
    if (!input || inputs.length > 1)
      throw new ShapeError({ subject: this.name, rule: "takes one input", received: `inputs=${inputs.length}` });
    return this.construct(input);
  }

  /** Runs the layer on all of its inputs. */
  callAll(inputs: readonly Tensor[], context: CallContext): Tensor {
    return this.call(inputs[0]!, context);
  }

  get isNamed(): boolean {
    return this.#name !== undefined;
  }

  get name(): string {
    return this.#name ?? this.baseName;
  }

  set name(name: string) {
    this.#name = name;
  }

  get outputShape(): Shape {
    if (!this.#outputShape)
      throw new UsageError({ subject: this.name, rule: "has no shape yet", received: "a layer that nothing uses" });
    return this.#outputShape;
  }

  protected addWeight(name: string, shape: Shape, initializer: Initializer, isParameter = true): Weight {
    if (!shape.every((extent) => Number.isSafeInteger(extent) && extent > 0)) {
      throw new ShapeError({
        subject: this.name,
        rule: `${name} must have positive whole extents`,
        received: `${name}=${formatShape(shape)}`,
      });
    }
    const weight = new Weight(this, name, shape, initializer, isParameter);
    this.weights.push(weight);
    return weight;
  }

  /** Number of values in all weights. */
  countParams(): number {
    return this.weights.reduce((sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1), 0);
  }
}
