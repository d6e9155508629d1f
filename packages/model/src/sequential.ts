import { noGrad, scope, type Tensor } from "@tomograd/autograd";
import { sizeOf, UsageError, type Device, type HostArray, type Shape } from "@tomograd/kernels";
import { randomStream } from "./initializers/random-stream.ts";
import type { CallContext, Layer, Weight } from "./layers/layer.ts";
import { Dense } from "./layers/dense.ts";
import { passes, type PassOptions } from "./passes.ts";
import { summaryText } from "./summary.ts";
import { WeightArena } from "./weight-arena.ts";

export interface SequentialOptions {
  readonly name?: string;
  /** Shape of one input, without the batch: [C,H,W] for images. */
  readonly inputShape: Shape;
}

/** Where a model's weights lie once it is on a device. */
export interface Placement {
  readonly device: Device;
  readonly trainable: WeightArena;
  readonly fixed: WeightArena;
}

/**
 * A stack of layers.
 *
 * @example
 * const model = new Sequential([new Flatten(), new Dense({ units: 1, activation: "sigmoid" })], { inputShape: [3, 64, 64] });
 * console.log(model.summary());
 * model.to(device, { seed: 1 });
 */
export class Sequential {
  readonly name: string;
  readonly inputShape: Shape;
  readonly layers: readonly Layer[];
  #placement: Placement | undefined;

  constructor(layers: readonly Layer[], { name = "sequential", inputShape }: SequentialOptions) {
    if (layers.length === 0)
      throw new UsageError({ subject: name, rule: "needs at least one layer", received: "layers=none" });
    this.name = name;
    this.inputShape = inputShape;
    this.layers = layers;
    const used = new Map<string, number>();
    let shape = inputShape;
    for (const [index, layer] of layers.entries()) {
      const count = used.get(layer.baseName) ?? 0;
      used.set(layer.baseName, count + 1);
      shape = layer.build(shape, count === 0 ? layer.baseName : `${layer.baseName}_${count}`, index);
    }
  }

  /** All weights in creation order. */
  get weights(): readonly Weight[] {
    return this.layers.flatMap((layer) => layer.weights);
  }

  get outputShape(): Shape {
    return this.layers.at(-1)!.outputShape;
  }

  get placement(): Placement {
    if (!this.#placement)
      throw new UsageError({ subject: this.name, rule: "is on no device", received: "a use before model.to(device)" });
    return this.#placement;
  }

  /** Number of values in all weights, and in those that training changes. */
  countParams(): { readonly total: number; readonly trainable: number } {
    const count = (weights: readonly Weight[]): number => weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return { total: count(this.weights), trainable: count(this.weights.filter(({ trainable }) => trainable)) };
  }

  /** The table that Keras of TensorFlow 2.4 prints, to the byte. */
  summary(): string {
    return summaryText(this);
  }

  /** Draws the initial weights (the same for the same seed) and puts them on a device. */
  to(device: Device, { seed = 0 }: { readonly seed?: number } = {}): this {
    this.#placement?.trainable.release();
    this.#placement?.fixed.release();
    const { weights } = this;
    const initial = (weight: Weight): HostArray =>
      weight.initializer.values(weight.shape, randomStream(seed, weights.indexOf(weight)));
    const arena = (trainable: boolean): WeightArena =>
      new WeightArena(
        device,
        weights.filter((weight) => weight.trainable === trainable),
        initial,
      );
    this.#placement = { device, trainable: arena(true), fixed: arena(false) };
    return this;
  }

  /** Runs the layers on a batch. With `logits` a final sigmoid is left out. */
  call(x: Tensor, context: CallContext, options: PassOptions = {}): Tensor {
    let current = x;
    for (const pass of passes(this.layers, options)) {
      const next = pass(current, context);
      // Whoever still needs it has retained it: a tape keeps what it saved.
      if (current !== x && next !== current) current.release();
      current = next;
    }
    return current;
  }

  /** The regularizers' part of the loss. */
  penalties(): Tensor[] {
    return this.layers.flatMap((layer) => layer.penalty() ?? []);
  }

  /** Whether the network ends in a sigmoid, so that losses can work on logits. */
  get endsInSigmoid(): boolean {
    const last = this.layers.at(-1);
    return last instanceof Dense && last.activation === "sigmoid";
  }

  /** The output for one batch, without dropout and with moving statistics. */
  infer(x: Tensor): Tensor {
    return noGrad(() => scope(() => this.call(x, { training: false, seed: 0, step: 0 })));
  }

  /** The values of all weights by name. */
  async getWeights(): Promise<Map<string, HostArray>> {
    const { device, trainable, fixed } = this.placement;
    return new Map([
      ...trainable.unpack(await device.read(trainable.values)),
      ...fixed.unpack(await device.read(fixed.values)),
    ]);
  }

  /** Replaces weights by name. Throws a UsageError that lists every missing, unknown or misshapen one. */
  setWeights(values: ReadonlyMap<string, HostArray>): void {
    const known = new Map(this.weights.map((weight) => [weight.name, weight]));
    const problems = [
      ...[...known.keys()].filter((name) => !values.has(name)).map((name) => `${name} is missing`),
      ...[...values.keys()].filter((name) => !known.has(name)).map((name) => `${name} is unknown`),
      ...[...known].flatMap(([name, { shape }]) => {
        const length = values.get(name)?.length ?? sizeOf(shape);
        return length === sizeOf(shape) ? [] : [`${name} has ${length} values instead of ${sizeOf(shape)}`];
      }),
    ];
    if (problems.length > 0)
      throw new UsageError({ subject: this.name, rule: "weights must fit the model", received: problems.join("; ") });
    for (const [name, weight] of known) weight.tensor.assign(values.get(name)!);
  }
}
