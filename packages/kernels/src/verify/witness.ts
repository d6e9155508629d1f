import type { AnyKernel } from "../kernel/define-kernel.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { ArrayHandle, Launcher } from "../op/launcher.ts";
import type { DType, Shape } from "../shape.ts";
import { inOtherOrder, type Reordered } from "./reordered.ts";

type Buffers = Readonly<Record<string, ArrayHandle | undefined>>;

/** Stands between an op and a device, for what cannot be seen from outside. */
export class Witness {
  /** Arrays that lived while the op ran; each is kept until `release`. */
  readonly scratch: ArrayHandle[] = [];
  /** Kernels that bind for writing what they may only read. */
  readonly complaints = new Set<string>();
  readonly #keep: (array: ArrayHandle) => void;
  readonly #reordered: Reordered | undefined;

  constructor(keep: (array: ArrayHandle) => void, { reordered }: { readonly reordered?: Reordered } = {}) {
    this.#keep = keep;
    this.#reordered = reordered;
  }

  /** The op with a launcher that is looked at. */
  of(op: AnyOp): AnyOp {
    const ownOf = (buffers: Buffers): readonly ArrayHandle[] =>
      Object.values(buffers).filter((one) => one !== undefined);
    return {
      ...op,
      forward: (run, values: Buffers, params) => {
        const outputs = ownOf(Object.fromEntries(Object.keys(op.outputs).map((name) => [name, values[name]])));
        const given = Object.fromEntries(Object.keys(op.inputs).map((name) => [name, values[name]]));
        op.forward(this.#launcher(run, readOnly(given, outputs)), values, params);
      },
      ...(op.vjp && {
        vjp: (run: Launcher, values: Buffers, upstream: Buffers, wanted: Buffers, params: never) => {
          const given = { ...enumerable(values), ...renamed(upstream) };
          op.vjp!(this.#launcher(run, readOnly(given, ownOf(wanted))), values, upstream, wanted, params);
        },
      }),
    };
  }

  #launcher(run: Launcher, mayOnlyRead: ReadonlyMap<ArrayHandle, string>): Launcher {
    const own = (kernel: AnyKernel): AnyKernel => (this.#reordered ? inOtherOrder(kernel, this.#reordered) : kernel);
    const launch = (kernel: AnyKernel, buffers: Buffers, values: never): void => {
      for (const [binding, array] of Object.entries(buffers)) {
        const name = array && mayOnlyRead.get(array);
        if (name !== undefined && kernel.bindings[binding]?.access === "read_write")
          this.complaints.add(`${kernel.name} binds ${name} for writing, as ${binding}; it may only read it`);
      }
      run(own(kernel), buffers as never, values);
    };
    return Object.assign(launch, {
      scratch: (shape: Shape, dtype?: DType) => {
        const array = run.scratch(shape, dtype);
        this.#keep(array);
        this.scratch.push(array);
        return array;
      },
      variant: (kernel: AnyKernel, constants: never) => run.variant(own(kernel), constants),
    }) as Launcher;
  }
}

/** What is given to a pass and is not one of its results, by array. */
function readOnly(given: Buffers, results: readonly ArrayHandle[]): ReadonlyMap<ArrayHandle, string> {
  const entries = Object.entries(given).filter((entry): entry is [string, ArrayHandle] => entry[1] !== undefined);
  return new Map(entries.filter(([, array]) => !results.includes(array)).map(([name, array]) => [array, name]));
}

/** What is not saved throws when it is read. */
const enumerable = (values: Buffers): Buffers =>
  Object.fromEntries(Object.keys(values).map((name) => [name, values[name]]));

const renamed = (upstream: Buffers): Buffers =>
  Object.fromEntries(Object.entries(upstream).map(([name, array]) => [`grad ${name}`, array]));
