import { tensor } from "@tomograd/autograd";
import { sizeOf, UsageError } from "@tomograd/kernels";
import type { Callback, Logs } from "../callbacks/callback.ts";
import type { Model } from "../model.ts";
import { listOf, requireSamples, type BatchSource } from "./batch-source.ts";
import { judgedOutputs, type JudgedOutput, type Judgement } from "./outputs.ts";
import { Stepper } from "./step.ts";
import { StepLog } from "./step-log.ts";

export interface EvaluateOptions extends Judgement {
  readonly callbacks?: readonly Callback[];
}

/** Runs evaluations of one model on one source; what it needs on the device is allocated once. Throws a UsageError for no samples. */
export class Evaluator {
  readonly #model: Model;
  readonly #source: BatchSource;
  readonly #stepper: Stepper;
  readonly #log: StepLog;

  constructor(model: Model, source: BatchSource, outputs: readonly JudgedOutput[]) {
    requireSamples("evaluate", source);
    this.#model = model;
    this.#source = source;
    this.#stepper = new Stepper(model, outputs);
    this.#log = new StepLog(model.device, outputs);
    this.#stepper.prepare(source);
  }

  async run(callbacks: readonly Callback[] = []): Promise<Logs> {
    this.#log.reset();
    for (const callback of callbacks) await callback.onTestBegin();
    let step = 0;
    for await (const batch of this.#source.batches(0)) {
      this.#stepper.evaluate(batch, this.#log, { seed: 0, step: step++, epoch: 0 });
      await this.#model.device.settle(1);
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
export async function evaluate(model: Model, source: BatchSource, options: EvaluateOptions): Promise<Logs> {
  const evaluator = new Evaluator(model, source, judgedOutputs(model, options));
  try {
    return await evaluator.run(options.callbacks);
  } finally {
    evaluator.release();
  }
}

/** The values of the only output for each batch in order, one row a sample. Throws a UsageError for several outputs. */
export async function predict(model: Model, source: BatchSource): Promise<Float32Array> {
  if (model.outputs.length === 1) return (await predictAll(model, source))[0]!;
  throw new UsageError({
    subject: "predict",
    rule: "gives one output",
    received: `outputs=${model.outputNames.join(",")}`,
    advice: "Use predictAll",
  });
}

/** The values of every output for each batch in order, one row a sample. Throws a UsageError for a source of another length than it says. */
export async function predictAll(model: Model, source: BatchSource): Promise<Float32Array[]> {
  const { device } = model;
  const widths = model.outputs.map(({ shape }) => sizeOf(shape));
  const results = widths.map((width) => new Float32Array(source.length * width));
  let at = 0;
  for await (const batch of source.batches(0)) {
    const given = listOf(batch.x);
    const size = given[0]!.length / sizeOf(model.inputs[0]!.shape);
    if (at + size > source.length) throw otherLength(source, at + size);
    const inputs = model.inputs.map(({ shape }, i) => tensor(device, given[i]!, [size, ...shape], { name: "x" }));
    try {
      const outputs = model.infer(inputs);
      for (const [i, output] of outputs.entries()) results[i]!.set(await output.read(), at * widths[i]!);
      for (const output of outputs) if (!inputs.includes(output)) output.release();
    } finally {
      for (const input of inputs) input.release();
    }
    at += size;
  }
  if (at < source.length) throw otherLength(source, at);
  return results;
}

/** Rows that no sample filled would pass for predictions. */
function otherLength({ length }: BatchSource, samples: number): UsageError {
  return new UsageError({
    subject: "predict",
    rule: `the batches must hold the ${length} samples of their source`,
    received: `samples=${samples}`,
  });
}
