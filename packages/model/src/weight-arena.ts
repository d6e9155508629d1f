import { Tensor } from "@tomograd/autograd";
import { alignUp, sizeOf, type ArrayHandle, type Device, type HostArray } from "@tomograd/kernels";
import type { Weight } from "./layers/weight.ts";

/**
 * All weights of one kind in one array, each at an aligned offset: so the optimizer updates them in one dispatch, and
 * saving or restoring them is one copy. The gaps stay zero.
 */
export class WeightArena {
  readonly device: Device;
  readonly weights: readonly Weight[];
  /** The array that the weights' tensors are views of. */
  readonly values: ArrayHandle;
  readonly size: number;
  readonly #offsets: readonly number[];
  readonly #tensors = new Set<Tensor>();

  /** Values come from the host, or from where they lie on the device already. */
  constructor(device: Device, weights: readonly Weight[], initial: (weight: Weight) => HostArray | Tensor) {
    this.device = device;
    this.weights = weights;
    const offsets: number[] = [];
    let end = 0;
    for (const weight of weights) {
      offsets.push(end);
      end = alignUp(end + sizeOf(weight.shape), device.viewAlignment);
    }
    this.#offsets = offsets;
    this.size = Math.max(end, 1);
    const host = new Float64Array(this.size);
    const given = weights.map(initial);
    for (const [i, values] of given.entries()) if (!(values instanceof Tensor)) host.set(values, offsets[i]);
    this.values = device.upload(host, [this.size]);
    for (const [i, weight] of weights.entries()) {
      const values = given[i];
      if (values instanceof Tensor) device.copy(values.array, this.values, offsets[i]);
      const view = device.view(this.values, offsets[i]!, weight.shape);
      weight.tensor = new Tensor(device, view, { name: weight.name, requiresGrad: weight.trainable, scoped: false });
      this.#tensors.add(weight.tensor);
    }
  }

  /** An array of the same layout, filled with zeros: for gradients and optimizer states. */
  zeros(): ArrayHandle {
    return this.device.upload(new Float32Array(this.size), [this.size]);
  }

  /** Whether a weight lies here still: another model of the same layers may have taken it over. */
  holds(weight: Weight): boolean {
    return this.#tensors.has(weight.tensor);
  }

  /** The part of such an array that belongs to each weight. */
  slices(array: ArrayHandle): Map<Tensor, ArrayHandle> {
    return new Map(
      this.weights.map((weight, i) => [weight.tensor, this.device.view(array, this.#offsets[i]!, weight.shape)]),
    );
  }

  /** A host copy of such an array, from the values of each weight. */
  pack(valuesOf: (name: string, length: number) => HostArray): Float64Array {
    const host = new Float64Array(this.size);
    for (const [i, { name, shape }] of this.weights.entries())
      host.set(valuesOf(name, sizeOf(shape)), this.#offsets[i]);
    return host;
  }

  /** The values of each weight out of a host copy of such an array. */
  unpack(host: HostArray): Map<string, HostArray> {
    return new Map(
      this.weights.map(({ name, shape }, i) => [
        name,
        host.subarray(this.#offsets[i], this.#offsets[i]! + sizeOf(shape)),
      ]),
    );
  }

  /** The weight that an index into the arena falls on. */
  weightAt(index: number): Weight | undefined {
    return this.weights.findLast((_, i) => this.#offsets[i]! <= index);
  }

  markChanged(): void {
    for (const { tensor } of this.weights) tensor.markChanged();
  }

  release(): void {
    this.device.release(this.values);
  }
}
