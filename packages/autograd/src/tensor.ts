import {
  formatShape,
  sizeOf,
  TapeError,
  type ArrayHandle,
  type Device,
  type HostArray,
  type Shape,
} from "@tomograd/kernels";
import { adopt } from "./scope.ts";

export interface TensorOptions {
  /** For error texts. */
  readonly name?: string;
  /** True for weights and inputs whose gradient is wanted. Default false. */
  readonly requiresGrad?: boolean;
  /** False for what outlives the scope in which it is made. Default true. */
  readonly scoped?: boolean;
}

/**
 * An array on a device, as layers and the tape see it: with a name, a version that counts changes in place, and a clear
 * end.
 *
 * A tensor made inside `scope` or `Tape.record` is released when that ends; any other by its owner.
 *
 * @example
 * const x = tensor(device, [1, 2, 3], [3]);
 * const y = relu(x);
 */
export class Tensor {
  readonly device: Device;
  readonly name: string;
  readonly requiresGrad: boolean;
  readonly #array: ArrayHandle;
  #version = 0;
  #releasedBy: string | undefined;

  constructor(device: Device, array: ArrayHandle, options: TensorOptions = {}) {
    this.device = device;
    this.#array = array;
    this.name = options.name ?? "tensor";
    this.requiresGrad = options.requiresGrad ?? false;
    if (options.scoped ?? true) adopt(this);
  }

  get shape(): Shape {
    return this.#array.shape;
  }

  /** How often the content was replaced in place. */
  get version(): number {
    return this.#version;
  }

  get released(): boolean {
    return this.#releasedBy !== undefined;
  }

  /** What the device holds. Throws a TapeError after the release. */
  get array(): ArrayHandle {
    if (this.#releasedBy !== undefined) {
      throw new TapeError({
        subject: this.name,
        rule: "was used after its release",
        received: `shape=${formatShape(this.shape)} released by ${this.#releasedBy}`,
        advice: "Tensors made while a tape records are released by its backward; `keep` those that you need afterwards",
      });
    }
    return this.#array;
  }

  /** The values, once everything recorded so far is computed. */
  async read(): Promise<HostArray> {
    return await this.device.read(this.array);
  }

  /** The only value of a scalar. */
  async item(): Promise<number> {
    return (await this.read())[0]!;
  }

  /** Replaces the content in place. */
  assign(values: HostArray): void {
    requireLength(this.name, values.length, this.shape);
    this.device.write(this.array, values);
    this.markChanged();
  }

  /** Says that the content was replaced, so that a tape that saved the old one can tell. */
  markChanged(): void {
    this.#version += 1;
  }

  /** Gives the array back to the device. `by` says who did, in the error of whoever uses the tensor afterwards. */
  release(by = "its owner"): void {
    if (this.released) return;
    this.#releasedBy = by;
    this.device.release(this.#array);
  }
}

/** A tensor of given values in C order. Throws a TapeError where their number does not fit the shape. */
export function tensor(
  device: Device,
  values: HostArray | readonly number[],
  shape: Shape,
  options: TensorOptions = {},
): Tensor {
  requireLength(options.name ?? "tensor", values.length, shape);
  const data = Array.isArray(values) ? Float64Array.from(values) : (values as HostArray);
  return new Tensor(device, device.upload(data, shape), options);
}

function requireLength(name: string, length: number, shape: Shape): void {
  const size = sizeOf(shape);
  if (length === size) return;
  throw new TapeError({
    subject: name,
    rule: `shape ${formatShape(shape)} holds ${size} values`,
    received: `values=${length}`,
  });
}
