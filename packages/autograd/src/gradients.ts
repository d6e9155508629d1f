import { ops, TapeError, type ArrayHandle, type Device } from "@tomograd/kernels";
import type { BackwardOptions } from "./backward-options.ts";
import { savedArrays, type Entry } from "./entry.ts";
import { Tensor } from "./tensor.ts";

/** Tensors that somebody has been told of as unreached. */
const unreached = new WeakSet<Tensor>();

/** Scalars of value 1, one a device: the gradient of a loss with respect to itself. */
const ones = new WeakMap<Device, ArrayHandle>();

/** What a walk from the loss backwards has brought to each tensor so far. */
export class Gradients {
  readonly #device: Device;
  readonly #options: BackwardOptions;
  readonly #arrays: Map<Tensor, ArrayHandle>;

  constructor(loss: Tensor, options: BackwardOptions) {
    this.#device = loss.device;
    this.#options = options;
    const start = one(this.#device);
    this.#device.retain(start);
    this.#arrays = new Map([[loss, start]]);
  }

  /** Adds what flows through one op to the gradients of those of its inputs that are tracked. */
  passThrough(entry: Entry, tracks: (tensor: Tensor) => boolean): void {
    const { op, params, inputs } = entry;
    const upstream = this.#upstream(entry);
    if (Object.keys(upstream).length === 0) return;
    if (!op.vjp)
      throw new TapeError({
        subject: op.name,
        rule: "has no gradient",
        received: "a backward pass through it",
        advice: "Wrap it in noGrad",
      });
    const saved = savedArrays(entry);
    const wanted = this.#targets(entry, tracks);
    try {
      this.#device.vjp(op, saved, upstream, Object.fromEntries(wanted), params);
    } catch (error) {
      for (const [, array] of wanted) this.#device.release(array);
      throw error;
    }
    for (const [name, array] of wanted) this.#add(inputs[name]!, array);
  }

  /** Gives the gradient of a tensor back that nothing reads any more. */
  drop(tensor: Tensor): void {
    const array = this.#arrays.get(tensor);
    if (!array) return;
    this.#arrays.delete(tensor);
    this.#device.release(array);
  }

  release(): void {
    for (const tensor of this.#arrays.keys()) this.drop(tensor);
  }

  /** Tells of the tensors with a place for a gradient that no path has reached. */
  tellUnreached(): void {
    const { into, onUnreached } = this.#options;
    for (const of of into?.keys() ?? []) {
      if (!onUnreached || this.#arrays.has(of) || unreached.has(of)) continue;
      unreached.add(of);
      onUnreached(of);
    }
  }

  /** The gradients as tensors, which own them from now on; those that are not wanted are given back. */
  take(isWanted: (tensor: Tensor) => boolean): Map<Tensor, Tensor> {
    const results = new Map<Tensor, Tensor>();
    for (const [of, array] of this.#arrays) {
      if (isWanted(of)) results.set(of, new Tensor(this.#device, array, { name: `gradient of ${of.name}` }));
      else this.drop(of);
    }
    return results;
  }

  #upstream({ op, outputs }: Entry): Record<string, ArrayHandle> {
    const upstream: Record<string, ArrayHandle> = {};
    for (const [name, output] of Object.entries(outputs)) {
      const gradient = this.#arrays.get(output);
      if (gradient && op.outputs[name]!.differentiable !== false) upstream[name] = gradient;
    }
    return upstream;
  }

  #targets({ op, inputs }: Entry, tracks: (tensor: Tensor) => boolean): [name: string, array: ArrayHandle][] {
    const taken = new Set<Tensor>();
    return Object.entries(inputs).flatMap(([name, input]) => {
      if (!input || op.inputs[name]!.differentiable === false || !tracks(input)) return [];
      const isFirst = !this.#arrays.has(input) && !taken.has(input);
      taken.add(input);
      const given = isFirst ? this.#options.into?.get(input) : undefined;
      // The gradient's tensor will release it, and its owner is somebody else.
      if (given) this.#device.retain(given);
      return [[name, given ?? this.#device.allocate(input.shape)]];
    });
  }

  #add(of: Tensor, array: ArrayHandle): void {
    const total = this.#arrays.get(of);
    if (!total) {
      this.#arrays.set(of, array);
      return;
    }
    this.#device.forward(ops.accumulate, { total, x: array }, {}, { newTotal: total });
    this.#device.release(array);
  }
}

function one(device: Device): ArrayHandle {
  let array = ones.get(device);
  if (!array) ones.set(device, (array = device.upload(new Float32Array([1]), [])));
  return array;
}
