import { apply, noGrad, scope, Tape, tensor, type Tensor } from "@tomograd/autograd";
import { formatShape, ops, sizeOf, UsageError, type HostArray } from "@tomograd/kernels";
import type { SymbolicTensor } from "../graph/symbolic-tensor.ts";
import { Model } from "../model.ts";

export type Images = Float32Array | Float64Array;

/** As many of some images as are computed at once. */
export interface BatchRange {
  readonly from: number;
  readonly count: number;
}

/** Those images. */
export interface Part extends BatchRange {
  readonly x: Images;
}

/** The logits z [N], the values of a layer or of the images themselves [N,K,h,w], and dz of each image by them. */
export interface Derivative {
  readonly z: HostArray;
  readonly values: HostArray;
  readonly gradients: HostArray;
}

const INFERENCE = { training: false, seed: 0, step: 0 } as const;
const DEFAULT_BATCH = 16;

/**
 * The logit z of a model of one image [C,H,W] and one probability, in inference mode, and its gradients by the image or by what a layer gives.
 *
 * Samples do not touch each other in inference mode, so the gradient of the batch's sum is that of every image's own logit.
 */
export class ImageScore {
  readonly imageShape: readonly [channels: number, height: number, width: number];
  readonly #model: Model;
  readonly #network: Model;

  /** Throws a UsageError for a model of other inputs or outputs. */
  constructor(model: Model, inner?: SymbolicTensor) {
    const [shape, ...others] = model.inputs.map((input) => input.shape);
    const [channels, height, width] = shape!;
    if (others.length > 0 || shape!.length !== 3 || !model.endsInSigmoid || sizeOf(model.outputShape) !== 1)
      throw new UsageError({
        subject: model.name,
        rule: "must have one input of images [C,H,W] and one output, a sigmoid of one value",
        received: `inputs=${model.inputs.map((input) => formatShape(input.shape)).join(" ")} outputs=${model.outputNames.join(",")}`,
      });
    this.imageShape = [channels!, height!, width!];
    this.#model = model;
    const { inputs, outputs } = model;
    this.#network = inner ? new Model({ name: model.name, inputs, outputs: [...outputs, inner] }) : model;
  }

  /** Cuts a batch in parts. Throws a UsageError where the values are no whole number of images, or as `batchRanges` does. */
  parts(x: Images, batchSize?: number): Part[] {
    const size = sizeOf(this.imageShape);
    if (x.length === 0 || x.length % size > 0)
      throw new UsageError({
        subject: this.#model.name,
        rule: `takes images of ${formatShape(this.imageShape)}, one or more`,
        received: `values=${x.length}`,
      });
    return batchRanges(x.length / size, batchSize).map(({ from, count }) => ({
      from,
      count,
      x: x.subarray(from * size, (from + count) * size),
    }));
  }

  /** The logits z [N] of some images, and what the layer gives for them where there is one. */
  async forward(x: Images): Promise<{ readonly z: HostArray; readonly values: HostArray | undefined }> {
    const input = this.#upload(x);
    const made = noGrad(() => scope(() => this.#network.call([input], { ...INFERENCE, beforeActivation: [true] })));
    try {
      const [z, values] = await Promise.all(made.map(async (one) => await one.read()));
      return { z: z!, values };
    } finally {
      release([input, ...made]);
    }
  }

  /** The logits, what the layer gives, or the images themselves where there is none, and the gradient by that. */
  async derivative(x: Images): Promise<Derivative> {
    const input = this.#upload(x);
    const tape = new Tape();
    const kept: Tensor[] = [input];
    try {
      const [sum, z, values] = tape.record((): [Tensor, Tensor, Tensor] => {
        const [logits, inner = input] = this.#network.call([input], { ...INFERENCE, beforeActivation: [true] });
        return [apply(ops.sum, { x: logits! }).y, logits!, inner];
      });
      kept.push(sum, z, values);
      const gradient = tape.backward(sum, { of: [values] }).get(values)!;
      kept.push(gradient);
      const [read, readValues, gradients] = await Promise.all([z.read(), values.read(), gradient.read()]);
      return { z: read, values: readValues, gradients };
    } finally {
      release(kept);
    }
  }

  #upload(x: Images): Tensor {
    const shape = [x.length / sizeOf(this.imageShape), ...this.imageShape];
    return tensor(this.#model.device, x, shape, { name: "x", requiresGrad: true });
  }
}

/** So many images, `batchSize` at once. Throws a UsageError for a batch size that is no positive integer. */
export function batchRanges(count: number, batchSize = DEFAULT_BATCH): BatchRange[] {
  if (!Number.isSafeInteger(batchSize) || batchSize < 1)
    throw new UsageError({ subject: "batchSize", rule: "must be a positive integer", received: `${batchSize}` });
  return Array.from({ length: Math.ceil(count / batchSize) }, (_, i) => {
    const from = i * batchSize;
    return { from, count: Math.min(batchSize, count - from) };
  });
}

function release(tensors: readonly Tensor[]): void {
  for (const one of tensors) one.release();
}
