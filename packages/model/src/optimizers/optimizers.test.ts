import { ReferenceDevice, ShapeError, UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { Dense } from "../layers/dense.ts";
import { WeightArena } from "../weight-arena.ts";
import { AdamW } from "./adam-w.ts";
import { Adam } from "./adam.ts";
import type { Optimizer } from "./optimizer.ts";
import { RMSprop } from "./rmsprop.ts";
import { ExponentialDecay } from "./schedules/exponential-decay.ts";
import { SGD } from "./sgd.ts";

const GRADIENTS = [0.5, -0.2, 0.1, 0.3, -0.7];
const device = new ReferenceDevice();

/** One weight of value 1, in an arena of its own. */
function arenaOf(initial = 1): WeightArena {
  const layer = new Dense({ units: 1 });
  layer.build([[1]]);
  return new WeightArena(device, layer.weights, () => Float64Array.of(initial));
}

async function update(optimizer: Optimizer, arena: WeightArena, gradient: number): Promise<number> {
  const gradients = device.upload(new Float64Array(arena.size).fill(gradient), [arena.size]);
  optimizer.update(arena, gradients);
  return (await device.read(arena.values))[0]!;
}

async function run(optimizer: Optimizer): Promise<number[]> {
  const arena = arenaOf();
  const weights = [];
  for (const gradient of GRADIENTS) weights.push(await update(optimizer, arena, gradient));
  return weights;
}

/** The weight after every gradient, by a formula of the step that is written out here. */
function formula(step: (w: number, g: number, t: number) => number): number[] {
  let w = 1;
  return GRADIENTS.map((g, i) => (w = step(w, g, i + 1)));
}

async function expectFormula(optimizer: Optimizer, step: (w: number, g: number, t: number) => number): Promise<void> {
  const weights = await run(optimizer);
  for (const [i, expected] of formula(step).entries()) expect(weights[i], `step ${i + 1}`).toBeCloseTo(expected, 13);
}

describe("optimizers", () => {
  it("SGD goes down the gradient, by 0.01 of it", async () => {
    await expectFormula(new SGD(), (w, g) => w - 0.01 * g);
  });

  it("SGD gathers momentum, and looks ahead with nesterov", async () => {
    let v = 0;
    await expectFormula(new SGD({ learningRate: 0.1, momentum: 0.9 }), (w, g) => w + (v = 0.9 * v - 0.1 * g));
    v = 0;
    await expectFormula(new SGD({ lr: 0.1, momentum: 0.9, nesterov: true }), (w, g) => {
      v = 0.9 * v - 0.1 * g;
      return w + 0.9 * v - 0.1 * g;
    });
  });

  it("RMSprop divides by the root of the mean square", async () => {
    let s = 0;
    await expectFormula(new RMSprop(), (w, g) => {
      s = 0.9 * s + 0.1 * g * g;
      return w - (1e-3 * g) / Math.sqrt(s + 1e-7);
    });
  });

  it("RMSprop takes momentum, and the variance if centered", async () => {
    let [s, mean, v] = [0, 0, 0];
    const options = { learningRate: 0.02, rho: 0.8, momentum: 0.5, epsilon: 1e-3, centered: true };
    await expectFormula(new RMSprop(options), (w, g) => {
      s = 0.8 * s + 0.2 * g * g;
      mean = 0.8 * mean + 0.2 * g;
      v = 0.5 * v + (0.02 * g) / Math.sqrt(s - mean * mean + 1e-3);
      return w - v;
    });
  });

  it("Adam gives the documented values", async () => {
    const weights = await run(new Adam({ beta1: 0.92 }));
    const golden = [0.9990000063245154, 0.9986443223955874, 0.9982564291560214];
    for (const [i, expected] of golden.entries()) expect(weights[i]).toBeCloseTo(expected, 15);
  });

  it("AdamW takes 0.004 of the rate off every weight before Adam's step", async () => {
    let [m, v] = [0, 0];
    const step = (decay: number) => (w: number, g: number, t: number) => {
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      const alpha = (0.01 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
      return w * (1 - 0.01 * decay) - (alpha * m) / (Math.sqrt(v) + 1e-7);
    };
    await expectFormula(new AdamW({ learningRate: 0.01 }), step(0.004));
    [m, v] = [0, 0];
    await expectFormula(new AdamW({ learningRate: 0.01, weightDecay: 0.5 }), step(0.5));
    expect(await run(new AdamW({ weightDecay: 0 }))).toEqual(await run(new Adam()));
  });

  it("follow a schedule of their updates, from 0", async () => {
    const learningRate = new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 1, decayRate: 0.5 });
    await expectFormula(new SGD({ learningRate }), (w, g, t) => w - 0.1 * 0.5 ** (t - 1) * g);
  });

  it.each([
    ["SGD", () => new SGD({ momentum: 0.9 })],
    ["RMSprop", () => new RMSprop({ momentum: 0.9, centered: true })],
    ["AdamW", () => new AdamW()],
  ])("%s goes on from its state as if it had never stopped", async (className, make) => {
    const whole = await run(make());
    const first = make();
    const arena = arenaOf();
    for (const gradient of GRADIENTS.slice(0, 3)) await update(first, arena, gradient);
    const next = make();
    const other = arenaOf((await device.read(arena.values))[0]);
    next.restore(other, await first.state());
    const rest = [];
    for (const gradient of GRADIENTS.slice(3)) rest.push(await update(next, other, gradient));
    expect(rest).toEqual(whole.slice(3));
    expect(next.className).toBe(className);
  });

  it("refuse what is out of range", () => {
    expect(() => new SGD({ momentum: 1.5 })).toThrow(ShapeError);
    expect(() => new RMSprop({ rho: -1 })).toThrow(ShapeError);
    expect(() => new AdamW({ weightDecay: -1 })).toThrow(ShapeError);
    expect(() => new SGD({ learningRate: 0 })).toThrow(UsageError);
  });
});
