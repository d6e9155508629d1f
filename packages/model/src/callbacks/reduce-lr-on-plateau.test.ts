import { UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import type { Model } from "../model.ts";
import { Adam } from "../optimizers/adam.ts";
import { ExponentialDecay } from "../optimizers/schedules/exponential-decay.ts";
import type { CallbackState, TrainingControl } from "./callback.ts";
import { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./reduce-lr-on-plateau.ts";

/** Runs a callback over given values of `val_loss`, from a rate of 1; returns the rate after every epoch. Stops before one if told to, and goes on. */
function run(values: readonly number[], options: ReduceLROnPlateauOptions, name = "val_loss", stop = Infinity) {
  const messages: string[] = [];
  const optimizer = new Adam({ learningRate: 1 });
  const control: TrainingControl = { model: undefined as unknown as Model, optimizer, stopTraining: false };
  const begin = (): ReduceLROnPlateau => {
    const callback = new ReduceLROnPlateau({ log: (message) => messages.push(message), factor: 0.5, ...options });
    callback.attach(control, { epochs: values.length, steps: 1 });
    callback.onTrainBegin();
    return callback;
  };
  let callback = begin();
  const logged: number[] = [];
  const rates = values.map((value, epoch) => {
    if (epoch === stop) {
      const state = JSON.stringify(callback.state());
      callback = begin();
      callback.restore(JSON.parse(state) as CallbackState);
    }
    logged.push(callback.onEpochEnd(epoch, { [name]: value })["learning_rate"]!);
    return optimizer.learningRate;
  });
  return { rates, logged, messages };
}

describe("ReduceLROnPlateau", () => {
  it("reduces after `patience` epochs without improvement, and logs the rate that the epoch had", () => {
    const { rates, logged, messages } = run([3, 2, 2, 2, 2, 2, 1], { patience: 2 });
    expect(rates).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25]);
    expect(logged).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.25]);
    expect(messages).toEqual([
      "Epoch 4: ReduceLROnPlateau reducing learning rate to 0.5.",
      "Epoch 6: ReduceLROnPlateau reducing learning rate to 0.25.",
    ]);
  });

  it("has Keras' defaults: a tenth after ten epochs, minDelta 1e-4", () => {
    const values = Array.from({ length: 12 }, (_, epoch) => 1 - epoch * 1e-6);
    expect(run(values, { factor: 0.1 }).rates.at(-2)).toBe(0.1);
    expect(run(values, { factor: 0.1 }).rates.at(-3)).toBe(1);
    expect(run(values, { factor: 0.1, minDelta: 0 }).rates.at(-1)).toBe(1);
  });

  it("counts nothing while it cools down, but the epoch in which that ends", () => {
    // Reduced in epoch 2; epochs 3 and 4 cool down, the last of them counts already.
    expect(run([1, 1, 1, 1, 1, 1], { patience: 1, cooldown: 2 }).rates).toEqual([1, 0.5, 0.5, 0.25, 0.25, 0.125]);
    expect(run([1, 1, 1, 1, 1, 1], { patience: 2, cooldown: 2 }).rates).toEqual([1, 1, 0.5, 0.5, 0.5, 0.25]);
  });

  it("remembers what is better while it cools down", () => {
    expect(run([1, 1, 0.5, 0.7, 0.7], { patience: 1, cooldown: 2 }).rates).toEqual([1, 0.5, 0.5, 0.25, 0.25]);
  });

  it("never goes below minLr", () => {
    const { rates, messages } = run([1, 1, 1, 1], { patience: 1, minLr: 0.4 });
    expect(rates).toEqual([1, 0.5, 0.4, 0.4]);
    expect(messages).toHaveLength(2);
  });

  it("takes NaN for no improvement, also as the first value", () => {
    expect(run([NaN, NaN, 0.5, NaN], { patience: 2 }).rates).toEqual([1, 0.5, 0.5, 0.5]);
  });

  it("knows by the name that more is better, or is told", () => {
    expect(run([0.5, 0.6, 0.7], { patience: 1, monitor: "val_auc" }, "val_auc").rates).toEqual([1, 1, 1]);
    expect(run([0.5, 0.6, 0.7], { patience: 1, monitor: "kappa", mode: "max" }, "kappa").rates).toEqual([1, 1, 1]);
    expect(() => new ReduceLROnPlateau({ monitor: "kappa" })).toThrow(UsageError);
  });

  it("goes on from its state as if it had never stopped", () => {
    const values = [NaN, 1, 1, 1, 1, 1, 1, 1, 1];
    const options = { patience: 2, cooldown: 2 };
    const whole = run(values, options);
    for (let stop = 0; stop < values.length; stop++) expect(run(values, options, "val_loss", stop)).toEqual(whole);
  });

  it("says so when the value is missing, and logs the rate all the same", () => {
    const { logged, messages } = run([1], {}, "val_other");
    expect(logged).toEqual([1]);
    expect(messages).toEqual([
      "Reducing the learning rate needs val_loss, which is not available. Available are: val_other,learning_rate",
    ]);
  });

  it.each([{ factor: 1 }, { factor: 0 }, { factor: NaN }, { patience: -1 }, { cooldown: 0.5 }, { minLr: -1 }])(
    "refuses %o",
    (options) => {
      expect(() => new ReduceLROnPlateau(options)).toThrow(UsageError);
    },
  );

  it("refuses a rate that follows a schedule before training begins", () => {
    const rate = new ExponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 });
    const callback = new ReduceLROnPlateau();
    const optimizer = new Adam({ learningRate: rate });
    callback.attach({ model: undefined as unknown as Model, optimizer, stopTraining: false }, { epochs: 1, steps: 1 });
    expect(() => callback.onTrainBegin()).toThrow("follows a schedule");
  });
});
