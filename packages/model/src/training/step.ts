import { apply, noGrad, scope, Tape, tensor, Tensor } from "@tomograd/autograd";
import { ops, sizeOf, UsageError, type ArrayHandle, type Device } from "@tomograd/kernels";
import type { Model } from "../model.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { batchSizes, listOf, type Batch, type BatchSource } from "./batch-source.ts";
import type { JudgedOutput } from "./outputs.ts";
import type { StepLog } from "./step-log.ts";

export interface StepContext {
  readonly seed: number;
  /** Over the whole run, from 0. */
  readonly step: number;
  /** From 0. */
  readonly epoch: number;
}

/** Changes images on the device just before the network sees them. */
export interface Augmenter {
  apply(x: Tensor, key: { readonly seed: number; readonly epoch: number; readonly indices: ArrayLike<number> }): Tensor;
}

/** Records single steps of training and evaluation; the device runs them when they are submitted. */
export class Stepper {
  readonly #model: Model;
  readonly #device: Device;
  readonly #outputs: readonly JudgedOutput[];
  readonly #augmenter: Augmenter | undefined;
  #gradients: { readonly array: ArrayHandle; readonly slices: ReadonlyMap<Tensor, ArrayHandle> } | undefined;
  readonly #scalars = new Map<number, Tensor>();

  constructor(model: Model, outputs: readonly JudgedOutput[], augmenter?: Augmenter) {
    this.#model = model;
    this.#device = model.device;
    this.#outputs = outputs;
    this.#augmenter = augmenter;
  }

  /** Forward, loss, gradients, update; the loss is that before the update, with penalties. */
  train(batch: Batch, log: StepLog, optimizer: Optimizer, context: StepContext): void {
    this.#model.placement.requireWeights(this.#model.name);
    const { array: gradients, slices } = (this.#gradients ??= this.#allocateGradients());
    scope(() => {
      const inputs = this.#upload(batch);
      const x = this.#augmented(inputs.x, batch, context);
      const tape = new Tape();
      const losses = tape.record(() => this.#losses({ ...inputs, x }, log, { training: true, ...context }));
      tape.backward(losses[0]!, { into: slices });
      const { trainable, fixed } = this.#model.placement;
      optimizer.update(trainable, gradients);
      const flags = [trainable, fixed].map(
        ({ values }) => this.#device.forward(ops.nonFinite, { x: values }, {})["index"]!,
      );
      log.push({ step: context.step, size: inputs.size, indices: batch.indices }, losses, flags);
      for (const flag of flags) this.#device.release(flag);
    });
    this.#device.submit();
  }

  /** Forward and loss with moving statistics and without dropout. */
  evaluate(batch: Batch, log: StepLog, context: StepContext): void {
    noGrad(() =>
      scope(() => {
        const inputs = this.#upload(batch);
        const losses = this.#losses(inputs, log, { training: false, ...context });
        log.push({ step: context.step, size: inputs.size, indices: batch.indices }, losses);
      }),
    );
    this.#device.submit();
  }

  /** Makes what outlives the steps of a source, so that no step does. */
  prepare(source: BatchSource): void {
    for (const size of batchSizes(source)) this.#scalar(1 / size);
    for (const { weight } of this.#outputs) this.#scalar(weight);
  }

  release(): void {
    if (this.#gradients) this.#device.release(this.#gradients.array);
    for (const scalar of this.#scalars.values()) scalar.release();
  }

  #allocateGradients() {
    const { trainable } = this.#model.placement;
    const array = trainable.zeros();
    return { array, slices: trainable.slices(array) };
  }

  /** The total, and with several outputs the mean of each behind it. */
  #losses(inputs: Inputs, log: StepLog, context: StepContext & { readonly training: boolean }): Tensor[] {
    const beforeActivation = this.#outputs.map(({ wantsLogits }) => wantsLogits);
    const values = this.#model.call(inputs.x, { ...context, beforeActivation });
    const times = (a: Tensor, factor: number): Tensor => apply(ops.multiply, { a, b: this.#scalar(factor) }).y;
    const means = this.#outputs.map(({ loss: judge, wantsLogits }, i) => {
      const { loss, probabilities } = judge.of(values[i]!, wantsLogits, inputs.y[i]!, inputs.sampleWeight);
      log.count(i, probabilities, inputs.y[i]!);
      return times(loss, 1 / inputs.size);
    });
    const weighted = means.map((mean, i) => {
      const { weight } = this.#outputs[i]!;
      return weight === 1 ? mean : times(mean, weight);
    });
    const add = (a: Tensor, b: Tensor): Tensor => apply(ops.add, { a, b }).y;
    const total = [...weighted, ...this.#model.penalties()].reduce(add);
    return means.length > 1 ? [total, ...means] : [total];
  }

  #augmented(x: readonly Tensor[], { indices }: Batch, { seed, epoch }: StepContext): readonly Tensor[] {
    if (!this.#augmenter) return x;
    if (x.length > 1 || !indices)
      throw new UsageError({
        subject: "augmentation",
        rule: "needs one input of images, and batches that say which samples they hold",
        received: `inputs=${x.length} indices=${indices ? "given" : "none"}`,
      });
    return [this.#augmenter.apply(x[0]!, { seed, epoch, indices })];
  }

  #upload({ x, y, sampleWeight, indices }: Batch): Inputs {
    const [xs, ys] = [listOf(x), listOf(y)];
    const { inputs } = this.#model;
    if (xs.length !== inputs.length || ys.length !== this.#outputs.length) {
      throw new UsageError({
        subject: this.#model.name,
        rule: `a batch must have ${inputs.length} x and ${this.#outputs.length} y`,
        received: `x=${xs.length} y=${ys.length}`,
      });
    }
    const size = ys[0]!.length / sizeOf(this.#outputs[0]!.shape);
    if (indices && indices.length !== size) {
      throw new UsageError({
        subject: this.#model.name,
        rule: `y must hold ${sizeOf(this.#outputs[0]!.shape)} values for each sample`,
        received: `values=${ys[0]!.length} samples=${indices.length}`,
        advice: "Tell fromArrays the count of samples where a label is more than one number",
      });
    }
    return {
      size,
      x: inputs.map(({ shape }, i) => tensor(this.#device, xs[i]!, [size, ...shape], { name: "x" })),
      y: this.#outputs.map(({ shape }, i) => tensor(this.#device, ys[i]!, [size, ...shape], { name: "y" })),
      sampleWeight: sampleWeight && tensor(this.#device, sampleWeight, [size], { name: "sampleWeight" }),
    };
  }

  /** A number as a tensor, kept: uploading it anew would cost a queue write a step. */
  #scalar(value: number): Tensor {
    let scalar = this.#scalars.get(value);
    if (!scalar) {
      const array = this.#device.upload(new Float64Array([value]), []);
      scalar = new Tensor(this.#device, array, { name: String(value), scoped: false });
      this.#scalars.set(value, scalar);
    }
    return scalar;
  }
}

interface Inputs {
  readonly size: number;
  readonly x: readonly Tensor[];
  readonly y: readonly Tensor[];
  readonly sampleWeight: Tensor | undefined;
}
