import { apply, Tape, tensor, type Tensor } from "@tomograd/autograd";
import { ops, sizeOf, type Device, type HostArray } from "@tomograd/kernels";
import { Model } from "../model.ts";
import { fromArrays } from "../training/batch-source.ts";
import { predict } from "../training/evaluate.ts";
import { Input } from "./input.ts";
import type { LayerCase } from "./layer-cases-fixture.ts";

export const BATCH = 3;

export function modelOf({ make, inputs }: LayerCase): Model {
  const given = inputs.map((shape) => Input(shape));
  return new Model({ inputs: given, outputs: make().apply(given) });
}

/** Values in [-1, 1], none twice and none 0: no ties for a pool, no kink for a relu. */
const wave = (length: number, phase = 0): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(1.7 * i + 0.3 + phase));

export const inputsOf = ({ inputs }: LayerCase): Float32Array[] =>
  inputs.map((shape, i) => wave(BATCH * sizeOf(shape), i));

/** Other values for all weights than those that layers begin with, of which many are 0 or 1. */
export function weightsOf({ weights }: Model): Map<string, Float32Array> {
  return new Map(
    weights.map(({ name, shape }, i) => {
      const values = wave(sizeOf(shape), i + 2);
      return [name, name.endsWith("moving_variance") ? values.map((value) => 1.5 + value) : values];
    }),
  );
}

const CONTEXT = { training: true, seed: 1, step: 0 };

/** The output, and a number that every part of it and every penalty has a share of its own in. */
export function objective(model: Model, inputs: readonly Tensor[]): readonly [y: Tensor, loss: Tensor] {
  const y = model.call(inputs, CONTEXT)[0]!;
  const share = tensor(y.device, wave(sizeOf(y.shape), 1), y.shape);
  const sum = apply(ops.sum, { x: apply(ops.multiply, { a: y, b: share }).y }).y;
  return [y, model.penalties().reduce((a, b) => apply(ops.add, { a, b }).y, sum)];
}

/** What a step of training computes: the output, the gradients of wanted inputs and weights, and the statistics after it. */
export async function trained(
  device: Device,
  one: LayerCase,
  wanted: (input: number) => boolean = () => true,
): Promise<HostArray[]> {
  const model = modelOf(one).to(device);
  model.setWeights(weightsOf(model));
  const inputs = inputsOf(one).map((values, i) =>
    tensor(device, values, [BATCH, ...one.inputs[i]!], { name: `input ${i}`, requiresGrad: wanted(i) }),
  );
  const tape = new Tape();
  const [y, loss] = tape.record(() => objective(model, inputs));
  const gradients = tape.backward(loss);
  const leaves = [
    ...inputs.filter((_, i) => wanted(i)),
    ...model.weights.filter(({ trainable }) => trainable).map((weight) => weight.tensor),
  ];
  const arrays = [y, ...leaves.map((leaf) => gradients.get(leaf)!)];
  const values = await Promise.all(arrays.map((array) => array.read()));
  const moved = await model.getWeights();
  return [...values, ...model.weights.filter(({ trainable }) => !trainable).map(({ name }) => moved.get(name)!)];
}

/** Predictions in another order of the samples: crossed afterwards, and of crossed inputs. */
export async function crossing(device: Device, one: LayerCase): Promise<Float32Array[]> {
  const model = modelOf(one).to(device);
  model.setWeights(weightsOf(model));
  const predicted = async (x: readonly Float32Array[]) =>
    await predict(model, fromArrays(x, new Float32Array(BATCH), { batchSize: BATCH }));
  const inputs = inputsOf(one);
  return [crossed(await predicted(inputs)), await predicted(inputs.map(crossed))];
}

function crossed(values: Float32Array): Float32Array {
  const width = values.length / BATCH;
  return Float32Array.from([2, 0, 1].flatMap((i) => [...values.subarray(i * width, (i + 1) * width)]));
}
