import { apply, noGrad, scope, Tape, tensor, Tensor } from "@tomograd/autograd";
import { formatShape, ops, sizeOf, UsageError, type ArrayHandle, type Device } from "@tomograd/kernels";
import type { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import type { Adam } from "../optimizers/adam.ts";
import type { Sequential } from "../sequential.ts";
import type { Batch } from "./batch-source.ts";
import type { StepLog } from "./step-log.ts";

export interface StepContext {
  readonly seed: number;
  /** Over the whole run, from 0. */
  readonly step: number;
}

/** Records single steps of training and evaluation; the device runs them when they are submitted. */
export class Stepper {
  readonly #model: Sequential;
  readonly #device: Device;
  readonly #loss: BinaryCrossentropy;
  #gradients: { readonly array: ArrayHandle; readonly slices: ReadonlyMap<Tensor, ArrayHandle> } | undefined;
  readonly #inverses = new Map<number, Tensor>();

  /** Throws a UsageError for a model whose output is not one probability. */
  constructor(model: Sequential, loss: BinaryCrossentropy) {
    if (!model.endsInSigmoid || sizeOf(model.outputShape) !== 1) {
      throw new UsageError({
        subject: model.name,
        rule: "binary cross-entropy needs a last layer of one unit with a sigmoid",
        received: `last=${model.layers.at(-1)!.className} output=${formatShape(model.outputShape)}`,
      });
    }
    this.#model = model;
    this.#device = model.placement.device;
    this.#loss = loss;
  }

  /** Forward, loss, gradients, update; the loss is that before the update, with penalties. */
  train(batch: Batch, log: StepLog, optimizer: Adam, context: StepContext): void {
    const { array: gradients, slices } = (this.#gradients ??= this.#allocateGradients());
    scope(() => {
      const inputs = this.#upload(batch);
      const tape = new Tape();
      const total = tape.record(() => this.#totalLoss(inputs, log, { training: true, ...context }));
      tape.backward(total, { into: slices });
      const { trainable, fixed } = this.#model.placement;
      optimizer.update(trainable, gradients);
      const flags = [trainable, fixed].map(
        ({ values }) => this.#device.forward(ops.nonFinite, { x: values }, {})["index"]!,
      );
      log.push({ step: context.step, size: batch.y.length, indices: batch.indices }, total.array, flags);
      for (const flag of flags) this.#device.release(flag);
    });
    this.#device.submit();
  }

  /** Forward and loss with moving statistics and without dropout. */
  evaluate(batch: Batch, log: StepLog, context: StepContext): void {
    noGrad(() =>
      scope(() => {
        const total = this.#totalLoss(this.#upload(batch), log, { training: false, ...context });
        log.push({ step: context.step, size: batch.y.length, indices: batch.indices }, total.array);
      }),
    );
    this.#device.submit();
  }

  /** Makes what outlives a step of so many samples, so that no step does. */
  prepare(size: number): void {
    this.#inverseOf(size);
  }

  release(): void {
    if (this.#gradients) this.#device.release(this.#gradients.array);
    for (const inverse of this.#inverses.values()) inverse.release();
  }

  #allocateGradients() {
    const { trainable } = this.#model.placement;
    const array = trainable.zeros();
    return { array, slices: trainable.slices(array) };
  }

  #totalLoss(inputs: Inputs, log: StepLog, context: StepContext & { readonly training: boolean }): Tensor {
    const logits = this.#model.call(inputs.x, context, { logits: true });
    const { loss, probabilities } = this.#loss.fromLogits(logits, inputs.y, inputs.sampleWeight);
    this.#device.forward(
      ops.metricHistogram,
      { probabilities: probabilities.array, labels: inputs.y.array, histogram: log.histogram },
      {},
      { newHistogram: log.histogram },
    );
    const mean = apply(ops.multiply, { a: loss, b: inputs.inverseSize }).y;
    return this.#model.penalties().reduce((sum, penalty) => apply(ops.add, { a: sum, b: penalty }).y, mean);
  }

  #upload({ x, y, sampleWeight }: Batch): Inputs {
    const inverseSize = this.#inverseOf(y.length);
    return {
      x: tensor(this.#device, x, [y.length, ...this.#model.inputShape], { name: "x" }),
      y: tensor(this.#device, y, [y.length, 1], { name: "y" }),
      sampleWeight: sampleWeight && tensor(this.#device, sampleWeight, [y.length], { name: "sampleWeight" }),
      inverseSize,
    };
  }

  /** 1 / batch size, kept per size: uploading it anew would cost a queue write a step. */
  #inverseOf(size: number): Tensor {
    let inverse = this.#inverses.get(size);
    if (!inverse) {
      inverse = new Tensor(this.#device, this.#device.upload(new Float64Array([1 / size]), []), {
        name: "1/N",
        scoped: false,
      });
      this.#inverses.set(size, inverse);
    }
    return inverse;
  }
}

interface Inputs {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly sampleWeight: Tensor | undefined;
  readonly inverseSize: Tensor;
}
