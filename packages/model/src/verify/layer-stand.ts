import { apply, noGrad, scope, Tape, tensor, type Tensor } from "@tomograd/autograd";
import { ops, ReferenceDevice, sizeOf, type Device, type HostArray, type Shape } from "@tomograd/kernels";
import type { RunContext } from "../graph/execution.ts";
import { Input } from "../layers/input.ts";
import type { Weight } from "../layers/weight.ts";
import { Model } from "../model.ts";
import { draw, type LayerCase } from "./layer-case.ts";

/** An array by what it is: `y`, `grad input 0`, `grad kernel`, `moving_mean`. */
export interface NamedArray {
  readonly name: string;
  readonly shape: Shape;
  readonly values: HostArray;
}

export interface TrainOptions {
  readonly batch?: number;
  /** Whether an input's gradient is wanted. Default all. */
  readonly wanted?: (input: number) => boolean;
}

/** An odd number of samples. */
export const BATCH = 3;

/** The name of a weight in its layer. */
export const ownName = ({ name }: Weight): string => name.slice(name.lastIndexOf("/") + 1);

/** Networks of one layer, with values of inputs and weights that depend on the seed alone. */
export class LayerStand {
  readonly layerCase: LayerCase;
  readonly seed: number;
  readonly reference = new ReferenceDevice();

  constructor(layerCase: LayerCase, seed: number) {
    this.layerCase = layerCase;
    this.seed = seed;
  }

  /** A network of nothing but a new layer, on no device. */
  network({ frozen = false } = {}): Model {
    const layer = this.layerCase.make();
    if (frozen) layer.trainable = false;
    const given = this.layerCase.inputs.map((shape) => Input(shape));
    return new Model({ inputs: given, outputs: layer.apply(given) });
  }

  /** The network with other values in all weights than those that layers begin with, of which many are 0 or 1. */
  placed(device: Device, options: { readonly frozen?: boolean } = {}): Model {
    const model = this.network(options).to(device);
    model.setWeights(this.weights(model));
    return model;
  }

  inputs(batch = BATCH): Float32Array[] {
    return this.layerCase.inputs.map((shape, i) => {
      const all = this.#draw(`input ${i}`, [BATCH, ...shape], i);
      return all.subarray(0, batch * sizeOf(shape));
    });
  }

  weights({ weights }: Model): Map<string, Float32Array> {
    return new Map(
      weights.map((weight, i) => [
        weight.name,
        this.#draw(ownName(weight), weight.shape, this.layerCase.inputs.length + i),
      ]),
    );
  }

  #draw(name: string, shape: Shape, place: number): Float32Array {
    const phase = 1 - 1 / (1 + place);
    return draw(shape, 1000 * this.seed + place, phase, this.layerCase.fill?.[name] ?? ((drawn) => drawn));
  }

  context(training: boolean): RunContext {
    return { training, seed: this.seed, step: 0 };
  }

  tensors({ device, inputs }: Model, values: readonly Float32Array[], wanted?: TrainOptions["wanted"]): Tensor[] {
    return values.map((one, i) => {
      const { shape } = inputs[i]!;
      const batch = one.length / sizeOf(shape);
      return tensor(device, one, [batch, ...shape], { name: `input ${i}`, requiresGrad: wanted?.(i) ?? false });
    });
  }

  /**
   * The output in training, and a number that every part of it and every penalty has a share of its own in. Outputs that
   * are large beside their changes are counted `from` others, so that differences of the number keep their digits.
   */
  objective(model: Model, inputs: readonly Tensor[], from?: HostArray): readonly [y: Tensor, loss: Tensor] {
    const y = model.call(inputs, this.context(true))[0]!;
    const counted = from ? apply(ops.subtract, { a: y, b: tensor(y.device, from, y.shape) }).y : y;
    const share = tensor(
      y.device,
      draw(y.shape, 1000 * this.seed + 999, 0, (drawn) => drawn),
      y.shape,
    );
    const whole = apply(ops.sum, { x: apply(ops.multiply, { a: counted, b: share }).y }).y;
    return [y, [...model.penalties(), ...inputs.map(nothingOf)].reduce(add, whole)];
  }

  /** What a step of training computes: the output, gradients of inputs and weights, and the statistics after it. */
  async train(model: Model, { batch = BATCH, wanted = () => true }: TrainOptions = {}): Promise<NamedArray[]> {
    const inputs = this.tensors(model, this.inputs(batch), wanted);
    const tape = new Tape();
    const [y, loss] = tape.record(() => this.objective(model, inputs));
    const gradients = tape.backward(loss);
    const results = new Map<string, Tensor | undefined>([["y", y]]);
    for (const [i, input] of inputs.entries()) results.set(`grad input ${i}`, gradients.get(input));
    for (const weight of model.weights) results.set(`grad ${ownName(weight)}`, gradients.get(weight.tensor));
    const arrays: NamedArray[] = [];
    for (const [name, result] of results)
      if (result) arrays.push({ name, shape: result.shape, values: await result.read() });
    release([...results.values(), ...inputs, loss]);
    return [...arrays, ...(await this.statistics(model))];
  }

  /** What no gradient changes, but training may. */
  async statistics(model: Model): Promise<NamedArray[]> {
    const values = await model.getWeights();
    const fixed = model.weights.filter(({ trainable }) => !trainable);
    return fixed.map((one) => ({ name: ownName(one), shape: one.shape, values: values.get(one.name)! }));
  }

  /** The output in inference. */
  async infer(model: Model, values: readonly Float32Array[], context: Partial<RunContext> = {}): Promise<NamedArray> {
    const inputs = this.tensors(model, values);
    const run = () => model.call(inputs, { ...this.context(false), ...context });
    const y = noGrad(() => scope(run))[0]!;
    const result = { name: "y", shape: y.shape, values: await y.read() };
    release([y, ...inputs]);
    return result;
  }
}

export const add = (a: Tensor, b: Tensor): Tensor => apply(ops.add, { a, b }).y;

/** 0, by way of a tensor: so a loss can be differentiated by it where a layer makes no use of it. */
export function nothingOf(x: Tensor): Tensor {
  return apply(ops.multiply, { a: apply(ops.sum, { x }).y, b: tensor(x.device, [0], []) }).y;
}

/** A layer may give back what it was given. */
function release(tensors: readonly (Tensor | undefined)[]): void {
  for (const one of new Set(tensors)) one?.release();
}
