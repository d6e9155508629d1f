import type { Device, HostArray } from "../device/device.ts";
import { savedNames, type AnyOp } from "../op/any-op.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import { mapValues } from "../op/map-values.ts";
import type { NdArray } from "../op/nd-array.ts";
import { sizeOf, type DType } from "../shape.ts";
import { isDifferentiable, toHost, type DrawnCase } from "./draw-case.ts";
import { firstChangedElement, firstDamagedByte } from "./guards.ts";
import { savedValues } from "./saved-values.ts";
import type { Reordered } from "./reordered.ts";
import { Witness } from "./witness.ts";

/** A device whose arrays can be read with the guard bytes behind them; without `readWhole` guards are not checked. */
export interface VerifiableDevice extends Device {
  readWhole?(array: ArrayHandle): Promise<ArrayBuffer>;
}

/** Bytes that were written where nothing may be written, and the kernels that could have. */
export interface Damage {
  readonly text: string;
  readonly kernels: readonly string[];
}

export interface CaseRun {
  readonly outputs: Readonly<Record<string, HostArray>>;
  readonly gradients: Readonly<Record<string, HostArray>>;
  /** Of each array (`y`, `grad x`) the kernels that had a part in it. */
  readonly kernels: Readonly<Record<string, readonly string[]>>;
  readonly damage: readonly Damage[];
  /** Arrays that are bound for writing where they may only be read. */
  readonly complaints: readonly string[];
}

export interface RunOptions {
  /** The device was opened with `poison`: whatever lies behind an array must stay poisoned. */
  readonly guarded?: boolean;
  /** Outputs that update an input are written over that input. */
  readonly inPlace?: boolean;
  /** The inputs whose gradients are asked for; left out, all of them. */
  readonly wanted?: readonly string[];
  /** Threads and workgroups run in another order: those of all kernels, or of those whose threads share memory. */
  readonly reordered?: Reordered;
}

type Handles = Record<string, ArrayHandle>;

/** Runs the forward pass and the vjp (every gradient wanted) of a case on a device, and reads back everything. */
export async function runCase(
  device: VerifiableDevice,
  original: AnyOp,
  drawn: DrawnCase,
  rounded: Readonly<Record<string, NdArray>>,
  options: RunOptions = {},
): Promise<CaseRun> {
  const held: ArrayHandle[] = [];
  const hold = <T extends ArrayHandle>(array: T): T => (held.push(array), array);
  const damage: Damage[] = [];
  const keep = (array: ArrayHandle): void => device.retain(hold(array));
  const witness = new Witness(keep, options);
  const op = witness.of(original);
  const harmed = (array: ArrayHandle, text: string): number => damage.push({ text, kernels: witness.behind(array) });
  const upload = (array: NdArray, dtype?: DType): ArrayHandle => hold(device.upload(toHost(array, dtype), array.shape));
  const read = async (what: string, array: ArrayHandle, writable?: number): Promise<HostArray> => {
    if (!options.guarded || !device.readWhole) return await device.read(array);
    const whole = await device.readWhole(array);
    const byte = firstDamagedByte(whole, sizeOf(array.shape), writable);
    if (byte !== undefined) harmed(array, `${what} has ${sizeOf(array.shape) * 4} bytes, but byte ${byte} was written`);
    return array.dtype === "u32"
      ? new Uint32Array(whole, 0, sizeOf(array.shape))
      : new Float32Array(whole, 0, sizeOf(array.shape));
  };
  const requireWithin = async (pass: string): Promise<void> => {
    const scratch = options.guarded ? witness.scratch.splice(0) : [];
    await Promise.all(
      scratch.map(async (array) => await read(`a scratch array [${array.shape.join()}] of the ${pass}`, array)),
    );
  };
  // All at once: each wait for a device takes longer than most kernels.
  const readAll = async (what: string, arrays: Handles): Promise<Record<string, HostArray>> => {
    const entries = Object.entries(arrays).map(async ([name, array]) => [name, await read(`${what}${name}`, array)]);
    return Object.fromEntries(await Promise.all(entries)) as Record<string, HostArray>;
  };
  const behind = (what: string, arrays: Handles): Record<string, readonly string[]> =>
    Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${what}${name}`, witness.behind(array)]));
  const requireUnchanged = async (
    pass: string,
    arrays: Handles,
    originals: Readonly<Record<string, NdArray>>,
  ): Promise<void> => {
    const check = async ([name, array]: [string, ArrayHandle]): Promise<void> => {
      const values = await read(`${name} after the ${pass}`, array, 4);
      const element = firstChangedElement(values, toHost(originals[name]!, array.dtype));
      if (element !== undefined) harmed(array, `the ${pass} changed ${name}[${element}], which it may only read`);
    };
    await Promise.all(Object.entries(arrays).map(check));
  };

  try {
    const uploaded = new Map<NdArray, ArrayHandle>();
    const inputs = mapValues(drawn.inputs, (array, name) => {
      const known = uploaded.get(array) ?? upload(array, op.inputs[name]?.dtype);
      uploaded.set(array, known);
      return known;
    });
    const replaced = options.inPlace ? mapValues(updatesOf(op, inputs), (input) => inputs[input]!) : {};
    const outputs = device.forward(op, inputs, drawn.params, replaced);
    for (const [name, array] of Object.entries(outputs)) if (!replaced[name]) hold(array);
    const overwritten = new Set(Object.values(replaced));
    const readOnly = filterEntries(inputs, (array) => !overwritten.has(array));
    const [outputValues] = await Promise.all([
      readAll("", outputs),
      requireWithin("forward"),
      requireUnchanged("forward", readOnly, drawn.inputs),
    ]);
    const result = (gradients: CaseRun["gradients"], wanted: Handles): CaseRun => ({
      outputs: outputValues,
      gradients,
      kernels: { ...behind("", outputs), ...behind("grad ", wanted) },
      damage,
      complaints: [...witness.complaints],
    });
    if (!op.vjp || options.inPlace) return result({}, {});

    const names = savedNames(op, drawn.params);
    const given = {
      ...inputs,
      ...mapValues(
        filterEntries(rounded, (_, name) => names.includes(name)),
        (array, name) => upload(array, op.outputs[name]?.dtype),
      ),
    };
    const saved = filterEntries(given, (_, name) => names.includes(name));
    const upstream = mapValues(drawn.upstream, (array) => upload(array));
    const wanted = mapValues(
      filterEntries(
        drawn.inputs,
        (_, name) => isDifferentiable(op.inputs[name]) && (options.wanted?.includes(name) ?? true),
      ),
      ({ shape }) => hold(device.allocate(shape)),
    );
    device.vjp(
      op,
      savedValues(op, drawn.params, {
        ...mapValues(rounded, ({ shape }) => ({ shape, dtype: "f32" as const })),
        ...given,
      }),
      upstream,
      wanted,
      drawn.params,
    );
    const [gradients] = await Promise.all([
      readAll("grad ", wanted),
      requireWithin("vjp"),
      requireUnchanged("vjp", saved, { ...drawn.inputs, ...rounded }),
      requireUnchanged("vjp", upstream, drawn.upstream),
    ]);
    return result(gradients, wanted);
  } finally {
    for (const array of held) device.release(array);
  }
}

/** From each output to the given input that it updates. */
export function updatesOf(op: AnyOp, inputs: Readonly<Record<string, unknown>>): Record<string, string> {
  const pairs = Object.entries(op.outputs).map(([name, { updates }]) => [name, updates] as const);
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, string] => pair[1] !== undefined && inputs[pair[1]] !== undefined),
  );
}

function filterEntries<A>(
  record: Readonly<Record<string, A>>,
  keep: (value: A, name: string) => boolean,
): Record<string, A> {
  return Object.fromEntries(Object.entries(record).filter(([name, value]) => keep(value, name)));
}
