import type { AnyKernel } from "../kernel/define-kernel.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { ArrayHandle, Launcher } from "../op/launcher.ts";
import type { DType, Shape } from "../shape.ts";
import { inOtherOrder, type Reordered } from "./reordered.ts";

type Buffers = Readonly<Record<string, ArrayHandle | undefined>>;

/** A launch: the arrays that the kernel reads, and those that it may write. */
interface Seen {
  readonly kernel: string;
  readonly reads: readonly ArrayHandle[];
  readonly writes: readonly ArrayHandle[];
}

/** Stands between an op and a device, for what cannot be seen from outside. */
export class Witness {
  /** Arrays that lived while the op ran; each is kept until `release`. */
  readonly scratch: ArrayHandle[] = [];
  /** Kernels that bind for writing what they may only read. */
  readonly complaints = new Set<string>();
  readonly #launches: Seen[] = [];
  readonly #keep: (array: ArrayHandle) => void;
  readonly #reordered: Reordered | undefined;

  constructor(keep: (array: ArrayHandle) => void, { reordered }: { readonly reordered?: Reordered } = {}) {
    this.#keep = keep;
    this.#reordered = reordered;
  }

  /** The op with a launcher that is looked at. */
  of(op: AnyOp): AnyOp {
    return {
      ...op,
      forward: (run, values: Buffers, params) => {
        const outputs = ownOf(values, (name) => op.outputs[name] !== undefined);
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

  /** Names of the kernels that had a part in what an array holds: those that wrote it, and what they had read. */
  behind(array: ArrayHandle): readonly string[] {
    const arrays = new Set([array]);
    const kernels = new Set<string>();
    for (const { kernel, reads, writes } of this.#launches.toReversed()) {
      if (!writes.some((one) => arrays.has(one))) continue;
      kernels.add(kernel);
      reads.forEach((one) => arrays.add(one));
    }
    return [...kernels];
  }

  #launcher(run: Launcher, mayOnlyRead: ReadonlyMap<ArrayHandle, string>): Launcher {
    const own = (kernel: AnyKernel): AnyKernel => (this.#reordered ? inOtherOrder(kernel, this.#reordered) : kernel);
    const launch = (kernel: AnyKernel, buffers: Buffers, values: never): void => {
      for (const [binding, array] of Object.entries(buffers)) {
        const name = array && mayOnlyRead.get(array);
        if (name !== undefined && kernel.bindings[binding]?.access === "read_write")
          this.complaints.add(`${kernel.name} binds ${name} for writing, as ${binding}; it may only read it`);
      }
      const bound = (access: string): ArrayHandle[] =>
        ownOf(buffers, (binding) => kernel.bindings[binding]?.access === access);
      this.#launches.push({ kernel: kernel.name, reads: bound("read"), writes: bound("read_write") });
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

/** The arrays that are there, of those names. */
const ownOf = (buffers: Buffers, isMeant: (name: string) => boolean = () => true): ArrayHandle[] =>
  Object.entries(buffers).flatMap(([name, array]) => (array && isMeant(name) ? [array] : []));

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
