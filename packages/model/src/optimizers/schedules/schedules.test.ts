import { UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { Adam } from "../adam.ts";
import { CosineDecay } from "./cosine-decay.ts";
import { CosineDecayRestarts } from "./cosine-decay-restarts.ts";
import { ExponentialDecay } from "./exponential-decay.ts";
import { InverseTimeDecay } from "./inverse-time-decay.ts";
import type { LearningRateSchedule } from "./learning-rate-schedule.ts";
import { PiecewiseConstantDecay } from "./piecewise-constant-decay.ts";
import { PolynomialDecay } from "./polynomial-decay.ts";

const STEPS = [0, 1, 2, 3, 7, 9, 10, 11, 19, 20, 21, 29, 30, 31, 69, 70, 71, 1000];

/** The schedule follows a formula that is written out here, in float64. */
function expectFormula(schedule: LearningRateSchedule, formula: (step: number) => number): void {
  for (const step of STEPS) expect(schedule.at(step), `step ${step}`).toBeCloseTo(formula(step), 14);
}

describe("learning rate schedules", () => {
  it("ExponentialDecay multiplies by the rate every decaySteps", () => {
    const options = { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.96 };
    expectFormula(new ExponentialDecay(options), (step) => 0.1 * Math.exp((step / 10) * Math.log(0.96)));
    const staircase = new ExponentialDecay({ ...options, staircase: true });
    expectFormula(staircase, (step) => 0.1 * Math.pow(0.96, Math.floor(step / 10)));
    expect([0, 9, 10].map((step) => staircase.at(step))).toEqual([0.1, 0.1, 0.1 * 0.96]);
  });

  it("InverseTimeDecay divides by one plus the rate times the steps", () => {
    const options = { initialLearningRate: 0.1, decaySteps: 4, decayRate: 0.5 };
    expectFormula(new InverseTimeDecay(options), (step) => 0.1 / (1 + 0.125 * step));
    expectFormula(new InverseTimeDecay({ ...options, staircase: true }), (step) => 0.1 / (1 + 0.5 * (step >> 2)));
  });

  it("PolynomialDecay ends at its end, or begins a longer cycle", () => {
    const options = { initialLearningRate: 0.1, endLearningRate: 0.01, decaySteps: 10, power: 0.5 };
    const value = (step: number, steps: number) => 0.09 * Math.sqrt(1 - step / steps) + 0.01;
    expectFormula(new PolynomialDecay(options), (step) => (step >= 10 ? 0.01 : value(step, 10)));
    const cycle = new PolynomialDecay({ ...options, cycle: true });
    expectFormula(cycle, (step) => value(step, step <= 10 ? 10 : step <= 20 ? 20 : 10 * Math.ceil(step / 10)));
    expect([10, 20].map((step) => cycle.at(step))).toEqual([0.01, 0.01]);
    const line = new PolynomialDecay({ initialLearningRate: 0.0201, decaySteps: 2 });
    expect([0, 1, 2, 3].map((step) => line.at(step))).toEqual([0.0201, 0.0101, 1e-4, 1e-4]);
  });

  it("PiecewiseConstantDecay has 1.0 for 100,001 steps, 0.5 for 10,000, then 0.1 (Keras' docstring)", () => {
    const schedule = new PiecewiseConstantDecay({ boundaries: [100_000, 110_000], values: [1, 0.5, 0.1] });
    expect([0, 100_000, 100_001, 110_000, 110_001, 1e9].map((step) => schedule.at(step))).toEqual([
      1, 1, 0.5, 0.5, 0.1, 0.1,
    ]);
    expect(new PiecewiseConstantDecay({ boundaries: [], values: [0.3] }).at(5)).toBe(0.3);
  });

  it("CosineDecay falls along half a wave to alpha and stays there", () => {
    const schedule = new CosineDecay({ initialLearningRate: 0.2, decaySteps: 20, alpha: 0.1 });
    const decayed = (step: number) => 0.2 * (0.9 * 0.5 * (1 + Math.cos((Math.PI * Math.min(step, 20)) / 20)) + 0.1);
    expectFormula(schedule, decayed);
    expect(schedule.at(0)).toBe(0.2);
    expect(new CosineDecay({ initialLearningRate: 0.2, decaySteps: 20 }).at(20)).toBe(0);
  });

  it("CosineDecay rises in a line first", () => {
    const options = { initialLearningRate: 0.01, decaySteps: 20, alpha: 0.25, warmupTarget: 0.2, warmupSteps: 10 };
    expectFormula(new CosineDecay(options), (step) => {
      if (step < 10) return 0.01 + 0.019 * step;
      return 0.2 * (0.75 * 0.5 * (1 + Math.cos((Math.PI * Math.min(step - 10, 20)) / 20)) + 0.25);
    });
    expect(new CosineDecay({ initialLearningRate: 0.01, decaySteps: 20, warmupTarget: 0.2 }).at(0)).toBe(0.2);
  });

  it("CosineDecayRestarts begins periods that are twice as long, from a lower rate", () => {
    const schedule = new CosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 10, mMul: 0.5, alpha: 0.2 });
    const begins = [0, 10, 30, 70, 150, 310, 630, 1270];
    expectFormula(schedule, (step) => {
      const period = begins.findLastIndex((begin) => step >= begin);
      const fraction = (step - begins[period]!) / (10 * 2 ** period);
      return 0.1 * (0.8 * 0.5 ** period * 0.5 * (1 + Math.cos(Math.PI * fraction)) + 0.2);
    });
  });

  it("CosineDecayRestarts keeps the length with tMul 1, and begins just where a period does", () => {
    const same = new CosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 10, tMul: 1 });
    expectFormula(same, (step) => 0.05 * (1 + Math.cos((Math.PI * (step % 10)) / 10)));
    const third = new CosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 10, tMul: 3 });
    expect([10, 40, 130, 400, 1210].map((step) => third.at(step))).toEqual([0.1, 0.1, 0.1, 0.1, 0.1]);
  });

  it("are asked by an optimizer for the next update's rate", () => {
    const optimizer = new Adam({
      learningRate: new InverseTimeDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 1 }),
    });
    const rates = [0, 1, 3].map((iterations) => {
      optimizer.iterations = iterations;
      return optimizer.learningRate;
    });
    expect(rates).toEqual([1, 0.5, 0.25]);
  });

  it.each([
    ["decaySteps=0", () => new ExponentialDecay({ initialLearningRate: 1, decaySteps: 0, decayRate: 0.5 })],
    ["decayRate=NaN", () => new InverseTimeDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: NaN })],
    ["power=0", () => new PolynomialDecay({ initialLearningRate: 1, decaySteps: 1, power: 0 })],
    ["boundaries=2 values=2", () => new PiecewiseConstantDecay({ boundaries: [1, 2], values: [1, 2] })],
    ["boundaries=2,2", () => new PiecewiseConstantDecay({ boundaries: [2, 2], values: [1, 2, 3] })],
    ["value=-1", () => new PiecewiseConstantDecay({ boundaries: [2], values: [1, -1] })],
    ["warmupSteps=5", () => new CosineDecay({ initialLearningRate: 1, decaySteps: 1, warmupSteps: 5 })],
    ["tMul=0.5", () => new CosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 1, tMul: 0.5 })],
    ["initialLearningRate=Infinity", () => new CosineDecay({ initialLearningRate: Infinity, decaySteps: 1 })],
  ])("refuse %s", (received, make) => {
    expect(make).toThrow(UsageError);
    expect(make).toThrow(`Received ${received}.`);
  });
});
