import { NumericError, ReferenceDevice, UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { Dense } from "../layers/dense.ts";
import { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import type { Model } from "../model.ts";
import { Adam } from "../optimizers/adam.ts";
import { ExponentialDecay } from "../optimizers/schedules/exponential-decay.ts";
import { Sequential } from "../sequential.ts";
import { fromArrays } from "../training/batch-source.ts";
import { fit } from "../training/fit.ts";
import type { Callback, TrainingControl } from "./callback.ts";
import { LambdaCallback, type LambdaCallbackOptions } from "./lambda-callback.ts";
import { LearningRateScheduler } from "./learning-rate-scheduler.ts";
import { TerminateOnNaN } from "./terminate-on-nan.ts";

function attached<C extends Callback>(callback: C, optimizer = new Adam({ learningRate: 1 })) {
  const control: TrainingControl = { model: undefined as unknown as Model, optimizer, stopTraining: false };
  callback.attach(control, { epochs: 4, steps: 1 });
  void callback.onTrainBegin();
  return { callback, control, optimizer };
}

describe("LearningRateScheduler", () => {
  it("sets the rate before every epoch, from the epoch and the rate so far, and logs it", () => {
    const messages: string[] = [];
    const log = (message: string) => void messages.push(message);
    const { callback, optimizer } = attached(
      new LearningRateScheduler((epoch, rate) => (epoch < 2 ? rate : rate / 2), { log }),
    );
    const rates = [0, 1, 2, 3].map((epoch) => {
      callback.onEpochBegin(epoch);
      expect(callback.onEpochEnd()).toEqual({ learning_rate: optimizer.learningRate });
      return optimizer.learningRate;
    });
    expect(rates).toEqual([1, 1, 0.5, 0.25]);
    expect(messages[2]).toBe("Epoch 3: LearningRateScheduler setting learning rate to 0.5.");
  });

  it("does not ask again for an epoch that a run goes on in", () => {
    const first = attached(new LearningRateScheduler((_, rate) => rate / 2));
    first.callback.onEpochBegin(0);
    const next = attached(new LearningRateScheduler((_, rate) => rate / 2), new Adam({ learningRate: 0.5 }));
    next.callback.restore(first.callback.state());
    next.callback.onEpochBegin(0);
    expect(next.optimizer.learningRate).toBe(0.5);
    next.callback.onEpochBegin(1);
    expect(next.optimizer.learningRate).toBe(0.25);
  });

  it("refuses what is no positive number, and an optimizer with a schedule of its own", () => {
    const rate = (value: unknown) => attached(new LearningRateScheduler(() => value as number)).callback;
    expect(() => rate("0.1").onEpochBegin(0)).toThrow(
      "the schedule must return a number. Received type=string epoch=0",
    );
    expect(() => rate(-1).onEpochBegin(0)).toThrow(UsageError);
    expect(() => rate(NaN).onEpochBegin(0)).toThrow(UsageError);
    const decay = new ExponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 });
    const { callback } = attached(new LearningRateScheduler(() => 1), new Adam({ learningRate: decay }));
    expect(() => callback.onEpochBegin(0)).toThrow("follows a schedule");
  });
});

describe("TerminateOnNaN", () => {
  it.each([NaN, Infinity, -Infinity])("stops at the first batch whose loss is %d", (bad) => {
    const messages: string[] = [];
    const { callback, control } = attached(new TerminateOnNaN({ log: (message) => messages.push(message) }));
    callback.onTrainBatchEnd(0, { loss: 1 }, 1);
    expect(control.stopTraining).toBe(false);
    callback.onTrainBatchEnd(1, { loss: bad }, bad);
    callback.onTrainBatchEnd(2, { loss: bad }, bad);
    expect(control.stopTraining).toBe(true);
    expect(messages).toEqual(["Batch 1: Invalid loss, terminating training"]);
  });

  it("ends an epoch of fit early where fit itself looks for nothing", async () => {
    const model = new Sequential([new Dense({ units: 1, activation: "sigmoid" })], { inputShape: [1] });
    model.to(new ReferenceDevice(), { seed: 1 });
    const source = fromArrays(Float32Array.of(1, 2, NaN, 3, 4, 5, 6, 7), new Float32Array(8), { batchSize: 1 });
    const messages: string[] = [];
    const callbacks = [new TerminateOnNaN({ log: (message) => messages.push(message) })];
    const recipe = { loss: new BinaryCrossentropy(), optimizer: new Adam(), metrics: [] };
    const { epoch } = await fit(model, source, { ...recipe, epochs: 5, nan: "off", callbacks });
    expect(epoch).toEqual([0]);
    expect(messages).toEqual(["Batch 2: Invalid loss, terminating training"]);
    const raising = [new TerminateOnNaN({ raiseError: true })];
    await expect(fit(model, source, { ...recipe, epochs: 5, nan: "off", callbacks: raising })).rejects.toThrow(
      "TerminateOnNaN: losses must be finite",
    );
  });

  it("throws when asked to", () => {
    const { callback, control } = attached(new TerminateOnNaN({ raiseError: true }));
    expect(() => callback.onTrainBatchEnd(3, { loss: NaN }, NaN)).toThrow(NumericError);
    expect(control.stopTraining).toBe(false);
  });
});

describe("LambdaCallback", () => {
  it("calls the functions that it is given, and adds to the logs what they return", async () => {
    const seen: unknown[] = [];
    const { callback } = attached(
      new LambdaCallback({
        onTrainBegin: () => void seen.push("begin"),
        onTrainBatchEnd: (batch, _logs, loss) => void seen.push([batch, loss]),
        onEpochEnd: (epoch, logs) => ({ doubled: 2 * logs["loss"]! + epoch }),
      }),
    );
    await callback.onTrainBatchEnd(2, {}, 0.5);
    await callback.onTrainEnd();
    expect(await callback.onEpochEnd(1, { loss: 3 })).toEqual({ doubled: 7 });
    expect(seen).toEqual(["begin", [2, 0.5]]);
  });

  it("refuses names that are no hooks, and what is no function", () => {
    expect(() => new LambdaCallback({ onBatchEnd: () => undefined } as LambdaCallbackOptions)).toThrow(
      "Received onBatchEnd=function.",
    );
    expect(() => new LambdaCallback({ onTrainEnd: 3 } as unknown as LambdaCallbackOptions)).toThrow(UsageError);
  });
});
