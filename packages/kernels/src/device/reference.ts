import { TapeError } from "../errors.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import type { NdArray } from "../op/nd-array.ts";
import { outputShapes, requireShape } from "../op/run-op.ts";
import { sizeOf, type DType, type Shape } from "../shape.ts";
import { checkCopy, checkWrite } from "./check-write.ts";
import type { Device, DeviceInfo, HostArray, MemoryUse, NamedArrays } from "./device.ts";

interface ReferenceArray extends ArrayHandle, NdArray {
  owners: number;
}

/**
 * The float64 reference as a device: every op runs its plain loops on the CPU, at once and in double precision.
 *
 * @example
 * const device = new ReferenceDevice();
 * const x = device.upload(new Float32Array([-1, 2]), [2]);
 * const { y } = device.forward(relu, { x }, {});
 */
export class ReferenceDevice implements Device {
  readonly info: DeviceInfo = {
    kind: "reference",
    vendor: "tomograd",
    architecture: "cpu",
    description: "float64 reference",
    software: true,
    features: [],
    limits: {},
  };
  readonly viewAlignment = 1;
  #bytes = 0;
  #peakBytes = 0;
  #arrays = 0;
  #created = 0;

  allocate(shape: Shape, dtype: DType = "f32"): ArrayHandle {
    return this.#adopt({ shape, data: new Float64Array(sizeOf(shape)) }, dtype);
  }

  upload(data: HostArray, shape: Shape): ArrayHandle {
    return this.#adopt({ shape, data: Float64Array.from(data) }, data instanceof Uint32Array ? "u32" : "f32");
  }

  write(target: ArrayHandle, data: HostArray, offset = 0): void {
    checkWrite(target, data, offset);
    arrayOf(target).data.set(data, offset);
  }

  read(source: ArrayHandle): Promise<HostArray> {
    const { data, dtype } = arrayOf(source);
    return Promise.resolve(dtype === "u32" ? Uint32Array.from(data) : data.slice());
  }

  copy(source: ArrayHandle, target: ArrayHandle, offset = 0): void {
    checkCopy(source, target, offset);
    arrayOf(target).data.set(arrayOf(source).data, offset);
  }

  view(whole: ArrayHandle, offset: number, shape: Shape): ArrayHandle {
    const data = arrayOf(whole).data.subarray(offset, offset + sizeOf(shape));
    return { shape, dtype: whole.dtype, data, owners: Infinity } as ReferenceArray;
  }

  retain(array: ArrayHandle): void {
    arrayOf(array).owners += 1;
  }

  release(array: ArrayHandle): void {
    const held = arrayOf(array);
    held.owners -= 1;
    if (held.owners > 0) return;
    this.#bytes -= held.data.byteLength;
    this.#arrays -= 1;
  }

  forward(op: AnyOp, inputs: NamedArrays, params: object, into: NamedArrays = {}): Record<string, ArrayHandle> {
    const shapes = outputShapes(op, inputs, params);
    const results = op.reference.forward(given(inputs), params);
    const outputs: Record<string, ArrayHandle> = {};
    for (const name of Object.keys(op.outputs)) {
      const result = results[name] as NdArray;
      const target = into[name];
      requireShape(op.name, name, target, shapes[name]!);
      if (target) arrayOf(target).data.set(result.data);
      outputs[name] = target ?? this.#adopt(result, op.outputs[name]!.dtype ?? "f32");
    }
    return outputs;
  }

  vjp(op: AnyOp, values: NamedArrays, upstream: NamedArrays, wanted: NamedArrays, params: object): void {
    const shapes = Object.fromEntries(Object.entries(wanted).map(([name, target]) => [name, target?.shape]));
    const gradients = op.reference.vjp!(given(values), given(upstream), params, shapes);
    for (const [name, target] of Object.entries(wanted)) {
      if (target) arrayOf(target).data.set((gradients[name] as NdArray).data);
    }
  }

  submit(): void {}

  rehearse(): Promise<void> {
    return Promise.resolve();
  }

  settle(): Promise<void> {
    return Promise.resolve();
  }

  memory(): MemoryUse {
    return { bytes: this.#bytes, peakBytes: this.#peakBytes, arrays: this.#arrays, created: this.#created };
  }

  close(): void {}

  #adopt(array: NdArray, dtype: DType): ReferenceArray {
    this.#bytes += array.data.byteLength;
    this.#peakBytes = Math.max(this.#peakBytes, this.#bytes);
    this.#arrays += 1;
    this.#created += 1;
    return { shape: array.shape, data: array.data, dtype, owners: 1 };
  }
}

function arrayOf(handle: ArrayHandle): ReferenceArray {
  const array = handle as ReferenceArray;
  if (array.owners <= 0)
    throw new TapeError({
      subject: "array",
      rule: "was used after its release",
      received: `shape=[${array.shape.join(",")}]`,
    });
  return array;
}

function given(arrays: NamedArrays): Record<string, NdArray> {
  const entries = Object.entries(arrays).filter((entry): entry is [string, ArrayHandle] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([name, handle]) => [name, arrayOf(handle)]));
}
