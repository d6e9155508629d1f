import { apply, Tape, tensor } from "@tomograd/autograd";
import { ops, sizeOf, UsageError } from "@tomograd/kernels";
import { Model } from "../model.ts";
import { ImageScore } from "./image-score.ts";
import { normalNumbers } from "./noise.ts";
import { spatialOutput } from "./spatial-layer.ts";
import type { Target } from "./target.ts";

export interface ActivationMaximizationOptions {
  /** A layer whose output is images. Without one the score of `target` is raised. */
  readonly layer?: string;
  /** Which of its maps, from 0 on. Default 0. */
  readonly filter?: number;
  /** Whose score is raised where no layer is named. Default positive. */
  readonly target?: Exclude<Target, "predicted">;
  /** Default 100. */
  readonly steps?: number;
  /** How far a pixel moves in a step, in the root mean square. Default a hundredth of the range. */
  readonly learningRate?: number;
  /** The weight of `l2 |x - middle|^2`, which is taken off; it keeps pixels that do not matter grey. Default 0. */
  readonly l2?: number;
  /** Where pixels stay, as the model takes them. Default from 0 to 1. */
  readonly range?: readonly [low: number, high: number];
  /** uint32; the same seed gives the same image. Default 0. */
  readonly seed?: number;
}

export interface MaximizedActivation {
  /** [C,H,W] */
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly values: Float64Array;
  /** What was raised, without the penalty, before each step and after the last. */
  readonly history: readonly number[];
}

/**
 * Activation maximisation: the image that a filter, or a class, answers to most, by gradient ascent from grey with a little noise.
 * With a the mean over all places of the filter's map before its activation, or the class's score, and m the middle of the range,
 *
 * `x <- clip(x + rate g / rms(g))` with `g = d(a - l2 |x - m|^2)/dx`.
 *
 * Throws a UsageError for a model of other inputs or outputs, a layer that gives no images, a filter that it does not have, and
 * options that cannot be. Source: Simonyan et al., "Deep inside convolutional networks" (2013), section 2; steps of a fixed
 * length as in keras-io's "Visualizing what convnets learn".
 *
 * @example
 * const { values } = await activationMaximization(model, { layer: "conv2d_1", filter: 3, steps: 50 });
 */
export async function activationMaximization(
  model: Model,
  options: ActivationMaximizationOptions = {},
): Promise<MaximizedActivation> {
  const { steps = 100, l2 = 0, range = [0, 1], seed = 0 } = options;
  const [low, high] = range;
  const { learningRate = (high - low) / 100 } = options;
  const isFine = [steps, seed].every((one) => Number.isSafeInteger(one) && one >= 0) && seed < 2 ** 32;
  const isFinite = [low, high, learningRate, l2].every(Number.isFinite);
  if (!isFine || !isFinite || low >= high || learningRate <= 0 || l2 < 0)
    throw new UsageError({
      subject: "activationMaximization",
      rule: "steps and seed must be integers of at least 0, learningRate above 0, l2 at least 0, range from low to high, and all of them finite",
      received: `steps=${steps} seed=${seed} learningRate=${learningRate} l2=${l2} range=${low},${high}`,
    });
  const { imageShape } = new ImageScore(model);
  const raised = raisedValue(model, options);
  const middle = (low + high) / 2;
  const clip = (value: number) => Math.min(Math.max(value, low), high);
  let x = normalNumbers(sizeOf(imageShape), seed, 0).map((one) => clip(middle + (one * (high - low)) / 50));
  const history: number[] = [];
  for (let step = 0; step <= steps; step++) {
    const { value, gradient } = await raised(x);
    history.push(value);
    if (step === steps) break;
    const g = Float64Array.from(gradient, (one, i) => one - 2 * l2 * (x[i]! - middle));
    const rms = Math.sqrt(g.reduce((sum, one) => sum + one * one, 0) / g.length);
    if (rms === 0) break;
    x = x.map((value, i) => clip(value + (learningRate * g[i]!) / rms));
  }
  return { shape: imageShape, values: x, history };
}

/** What is raised, and its gradient by the image. */
function raisedValue(model: Model, { layer, filter = 0, target = "positive" }: ActivationMaximizationOptions) {
  const output = layer === undefined ? model.outputs[0]! : spatialOutput(model, layer);
  const [channels = 1, ...extents] = output.shape;
  if (!Number.isSafeInteger(filter) || filter < 0 || filter >= channels)
    throw new UsageError({
      subject: layer ?? model.name,
      rule: `filter must be from 0 to ${channels - 1}`,
      received: `filter=${filter}`,
    });
  const network = new Model({ name: model.name, inputs: model.inputs, outputs: output });
  const { device } = model;
  const share = (layer === undefined && target === "negative" ? -1 : 1) / sizeOf(extents);
  const chosen = Float64Array.from({ length: sizeOf(output.shape) }, (_, i) =>
    Math.floor(i / sizeOf(extents)) === filter ? share : 0,
  );
  return async (values: Float64Array) => {
    const x = tensor(device, values, [1, ...model.inputShape], { name: "x", requiresGrad: true });
    const b = tensor(device, chosen, [1, ...output.shape], { name: "filter" });
    const tape = new Tape();
    const made = [x, b];
    try {
      const sum = tape.record(() => {
        const context = { training: false, seed: 0, step: 0, beforeActivation: [true] };
        const [a] = network.call([x], context);
        return apply(ops.sum, { x: apply(ops.multiply, { a: a!, b }).y }).y;
      });
      const gradient = tape.backward(sum, { of: [x] }).get(x)!;
      made.push(sum, gradient);
      const [value, read] = await Promise.all([sum.item(), gradient.read()]);
      return { value, gradient: read };
    } finally {
      for (const one of made) one.release();
    }
  };
}
