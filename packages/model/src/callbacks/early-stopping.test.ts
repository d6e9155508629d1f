import type { HostArray } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import type { Model } from "../model.ts";
import { Adam } from "../optimizers/adam.ts";
import type { TrainingControl } from "./callback.ts";
import { EarlyStopping, type EarlyStoppingOptions } from "./early-stopping.ts";

/** Runs a callback over given values of `val_auc`; the model's only weight is the epoch's number. */
async function run(values: readonly number[], options: EarlyStoppingOptions) {
  const messages: string[] = [];
  const weights = { epoch: -1 };
  const model = {
    getWeights: async () => new Map<string, HostArray>([["epoch", Float64Array.of(weights.epoch)]]),
    setWeights: (to: ReadonlyMap<string, HostArray>) => void (weights.epoch = to.get("epoch")![0]!),
  } as unknown as Model;
  const control: TrainingControl = { model, optimizer: new Adam(), stopTraining: false };
  const callback = new EarlyStopping({ monitor: "val_auc", log: (message) => messages.push(message), ...options });
  callback.attach(control, { epochs: values.length, steps: 1 });
  callback.onTrainBegin();
  let epochs = 0;
  for (const [epoch, value] of values.entries()) {
    weights.epoch = epoch;
    epochs += 1;
    await callback.onEpochEnd(epoch, { val_auc: value });
    if (control.stopTraining) break;
  }
  callback.onTrainEnd();
  return { epochs, weights: weights.epoch, messages, best: callback.best };
}

describe("EarlyStopping", () => {
  it("stops after `patience` epochs without improvement and restores the best", async () => {
    const { epochs, weights, messages } = await run([0.5, 0.7, 0.6, 0.7, 0.65, 0.9], {
      patience: 3,
      mode: "max",
      restoreBestWeights: true,
    });
    expect([epochs, weights]).toEqual([5, 1]);
    expect(messages).toEqual(["Epoch 5: early stopping", "Restoring model weights from the end of the best epoch: 2."]);
  });

  it("runs four epochs on a flat value with patience 3 (tf-keras' docstring)", async () => {
    expect((await run([1, 1, 1, 1, 1, 1], { patience: 3 })).epochs).toBe(4);
  });

  it("restores the best weights also when it did not stop (D-15)", async () => {
    expect((await run([0.5, 0.9, 0.8], { patience: 10, mode: "max", restoreBestWeights: true })).weights).toBe(1);
  });

  it("takes names that end in auc as the larger the better", async () => {
    expect((await run([0.5, 0.9, 0.8], { patience: 10 })).best).toEqual({ value: 0.9, epoch: 1 });
  });

  it("H11 never counts NaN as an improvement", async () => {
    expect((await run([NaN, 0.6, NaN], { patience: 10, mode: "max" })).best).toEqual({ value: 0.6, epoch: 1 });
  });

  it("does not stop after the first epoch, whatever the patience", async () => {
    expect((await run([NaN, 0.5, 0.4], { patience: 0 })).epochs).toBe(3);
    expect((await run([0.5, 0.4, 0.6], { patience: 0 })).epochs).toBe(2);
  });

  it("refuses a patience that is none, and a name that does not tell the direction", () => {
    expect(() => new EarlyStopping({ patience: -1 })).toThrow("patience must be a whole number of epochs");
    expect(() => new EarlyStopping({ monitor: "val_novelty" })).toThrow("Pass mode min or max");
  });

  it("restores the best epoch also where none beat the baseline", async () => {
    const options = { baseline: 0.9, patience: 3, restoreBestWeights: true } as const;
    const { epochs, weights } = await run([0.1, 0.4, 0.3, 0.2], options);
    expect([epochs, weights]).toEqual([3, 1]);
  });

  it("says nothing about stopping where it did not stop, and restores nothing where all was NaN", async () => {
    const { messages, weights } = await run([NaN, NaN], { patience: 5, restoreBestWeights: true });
    expect(messages).toEqual([]);
    expect(weights).toBe(1);
  });

  it("begins anew with every training", async () => {
    const callback = new EarlyStopping({ monitor: "loss", patience: 1 });
    const control = { stopTraining: false } as TrainingControl;
    callback.attach(control, { epochs: 2, steps: 1 });
    for (const [first, second] of [
      [0.1, 0.05],
      [0.9, 0.8],
    ] as const) {
      callback.onTrainBegin();
      await callback.onEpochEnd(0, { loss: first });
      await callback.onEpochEnd(1, { loss: second });
      expect([control.stopTraining, callback.best]).toEqual([false, { value: second, epoch: 1 }]);
    }
  });

  it("asks for more than minDelta", async () => {
    expect((await run([0.5, 0.505, 0.52], { minDelta: 0.01, patience: 10 })).best.epoch).toBe(2);
  });

  it("waits for startFromEpoch, and for the baseline", async () => {
    expect((await run([0.9, 0.1, 0.2], { startFromEpoch: 1, patience: 5 })).best.value).toBe(0.2);
    expect((await run([0.1, 0.2, 0.15, 0.4], { baseline: 0.5, patience: 2 })).epochs).toBe(3);
  });

  it("lets training go on that improves below the baseline, as Keras 3 does", async () => {
    expect((await run([0.1, 0.2, 0.3, 0.4], { baseline: 0.5, patience: 2 })).epochs).toBe(4);
    expect((await run([0.1, 0.2, 0.3, 0.29], { baseline: 0.5, patience: 2 })).epochs).toBe(4);
  });

  it("says so when the value is missing", async () => {
    const { messages } = await run([1], { monitor: "val_loss" });
    expect(messages[0]).toBe("Early stopping needs val_loss, which is not available. Available are: val_auc");
  });
});
