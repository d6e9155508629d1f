import { tensor } from "@tomograd/autograd";
import { sizeOf } from "@tomograd/kernels";
import type { Callback, Logs } from "../callbacks/callback.ts";
import type { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import type { Metric } from "../metrics/metrics.ts";
import type { Sequential } from "../sequential.ts";
import type { BatchSource } from "./batch-source.ts";
import { Stepper } from "./step.ts";
import { StepLog } from "./step-log.ts";

export interface EvaluateOptions {
  readonly loss: BinaryCrossentropy;
  readonly metrics: readonly Metric[];
  readonly callbacks?: readonly Callback[];
}

/** Runs evaluations of one model; what it needs on the device is allocated once. */
export class Evaluator {
  readonly #model: Sequential;
  readonly #stepper: Stepper;
  readonly #log: StepLog;

  constructor(model: Sequential, { loss, metrics }: EvaluateOptions) {
    this.#model = model;
    this.#stepper = new Stepper(model, loss);
    this.#log = new StepLog(model.placement.device, metrics);
  }

  async run(source: BatchSource, callbacks: readonly Callback[] = []): Promise<Logs> {
    this.#log.reset();
    for (const callback of callbacks) await callback.onTestBegin();
    let step = 0;
    for await (const batch of source.batches(0)) {
      this.#stepper.evaluate(batch, this.#log, { seed: 0, step: step++ });
      await this.#model.placement.device.settle(1);
      if (this.#log.full) await this.#log.drain();
    }
    const { logs } = await this.#log.drain();
    for (const callback of callbacks) await callback.onTestEnd(logs);
    return logs;
  }

  release(): void {
    this.#stepper.release();
    this.#log.release();
  }
}

/**
 * Loss (penalties included) and metrics over all batches, without dropout and with moving statistics.
 *
 * @example
 * const { auc } = await evaluate(model, test, recipe);
 */
export async function evaluate(model: Sequential, source: BatchSource, options: EvaluateOptions): Promise<Logs> {
  const evaluator = new Evaluator(model, options);
  try {
    return await evaluator.run(source, options.callbacks);
  } finally {
    evaluator.release();
  }
}

/** The network's outputs for each batch in order, one row a sample. */
export async function predict(model: Sequential, source: BatchSource): Promise<Float32Array> {
  const { device } = model.placement;
  const width = sizeOf(model.outputShape);
  const outputs = new Float32Array(source.length * width);
  let at = 0;
  for await (const { x, y } of source.batches(0)) {
    const input = tensor(device, x, [y.length, ...model.inputShape], { name: "x" });
    try {
      const output = model.infer(input);
      outputs.set(await output.read(), at);
      output.release();
    } finally {
      input.release();
    }
    at += y.length * width;
  }
  return outputs;
}
