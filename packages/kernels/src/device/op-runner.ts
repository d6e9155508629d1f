import type { AdapterTraits, AnyKernel, Constants } from "../kernel/define-kernel.ts";
import { chooseVariant } from "../kernel/source.ts";
import { batchNames, type AnyOp } from "../op/any-op.ts";
import type { ArrayHandle, Launcher } from "../op/launcher.ts";
import { outputShapes, requireShape } from "../op/run-op.ts";
import { accumulate } from "../ops/accumulate/index.ts";
import { sizeOf, type DType, type Shape } from "../shape.ts";
import { chunksOf, type Chunk } from "./chunks.ts";
import type { Device, NamedArrays } from "./device.ts";

export interface OpRunnerOptions {
  readonly traits: AdapterTraits;
  /** What one binding holds at the most. */
  readonly maxBindingBytes: number;
  readonly chooseVariant?: typeof chooseVariant | undefined;
  /** What runs in an op's place. */
  readonly replace?: ((op: AnyOp) => AnyOp) | undefined;
  readonly launch: (
    kernel: AnyKernel,
    variant: string,
    arrays: NamedArrays,
    constants: Constants,
    params: Readonly<Record<string, number>>,
  ) => void;
}

/** Runs ops on a device's arrays, in parts where an array is larger than a binding, and chooses the variants of their kernels. */
export class OpRunner {
  readonly #arrays: Pick<Device, "allocate" | "release" | "copy" | "view" | "viewAlignment">;
  readonly #options: OpRunnerOptions;

  constructor(
    arrays: Pick<Device, "allocate" | "release" | "copy" | "view" | "viewAlignment">,
    options: OpRunnerOptions,
  ) {
    this.#arrays = arrays;
    this.#options = options;
  }

  forward(given: AnyOp, inputs: NamedArrays, params: object, into: NamedArrays = {}): Record<string, ArrayHandle> {
    const op = this.#replaced(given);
    const shapes = outputShapes(op, inputs, params);
    const all = { ...shapesOf(inputs), ...shapes };
    const batch = batchNames(op, all, params);
    const chunks = this.#chunks(op, all, batch);
    const outputs: Record<string, ArrayHandle> = {};
    for (const [name, shape] of Object.entries(shapes)) {
      const spec = op.outputs[name]!;
      const target = into[name];
      requireShape(op.name, name, target, shape);
      outputs[name] = target ?? this.#arrays.allocate(shape, spec.dtype ?? "f32");
      const replaced = spec.updates === undefined ? undefined : inputs[spec.updates];
      if (replaced && replaced !== outputs[name]) this.#arrays.copy(replaced, outputs[name]);
    }
    for (const chunk of chunks) {
      const values = this.#part(batch, { ...inputs, ...outputs }, chunk);
      this.#launching((run) => op.forward(run, values, params));
    }
    return outputs;
  }

  vjp(given: AnyOp, values: NamedArrays, upstream: NamedArrays, wanted: NamedArrays, params: object): void {
    const op = this.#replaced(given);
    const shapes = { ...shapesOf(values), ...shapesOf(upstream), ...shapesOf(wanted) };
    const batch = batchNames(op, shapes, params);
    for (const chunk of this.#chunks(op, shapes, batch)) {
      const parts = [values, upstream].map((arrays) => this.#part(batch, arrays, chunk));
      const targets = this.#part(batch, wanted, chunk);
      const sums = chunk.start === 0 ? [] : Object.keys(wanted).filter((name) => wanted[name] && !batch.includes(name));
      for (const name of sums) targets[name] = this.#arrays.allocate(wanted[name]!.shape);
      this.#launching((run) => op.vjp!(run, parts[0], parts[1], targets, params));
      for (const name of sums) {
        this.forward(accumulate, { total: wanted[name], x: targets[name] }, {}, { newTotal: wanted[name] });
        this.#arrays.release(targets[name]!);
      }
    }
  }

  #replaced(op: AnyOp): AnyOp {
    return this.#options.replace?.(op) ?? op;
  }

  #chunks(op: AnyOp, shapes: Readonly<Record<string, Shape | undefined>>, batch: readonly string[]): Chunk[] {
    return chunksOf(op, shapes, batch, this.#options.maxBindingBytes, this.#arrays.viewAlignment);
  }

  /** The arrays of an op for a range of samples: views of those that run along the batch, the others as they are. */
  #part(
    batch: readonly string[],
    arrays: NamedArrays,
    { start, count }: Chunk,
  ): Record<string, ArrayHandle | undefined> {
    const entries = Object.entries(arrays).map(([name, array]) => {
      const isWhole = !array || !batch.includes(name) || (array.shape[0] ?? count) === count;
      if (isWhole) return [name, array] as const;
      const [N = 1, ...rest] = array.shape;
      return [name, this.#arrays.view(array, (start * sizeOf(array.shape)) / N, [count, ...rest])] as const;
    });
    return Object.fromEntries(entries);
  }

  #launching(record: (run: Launcher) => void): void {
    const scratch: ArrayHandle[] = [];
    const choose = (kernel: AnyKernel, constants: Constants): string =>
      (this.#options.chooseVariant ?? chooseVariant)(kernel, constants, this.#options.traits);
    const launch = (
      kernel: AnyKernel,
      arrays: NamedArrays,
      values: { constants: Constants; params: Record<string, number> },
    ): void => this.#options.launch(kernel, choose(kernel, values.constants), arrays, values.constants, values.params);
    const run = Object.assign(launch, {
      scratch: (shape: Shape, dtype?: DType) => {
        const array = this.#arrays.allocate(shape, dtype);
        scratch.push(array);
        return array;
      },
      variant: (kernel: AnyKernel, constants: Constants): unknown => kernel.variants[choose(kernel, constants)],
    });
    try {
      record(run as Launcher);
    } finally {
      for (const array of scratch) this.#arrays.release(array);
    }
  }
}

function shapesOf(arrays: NamedArrays): Record<string, Shape | undefined> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array?.shape]));
}
