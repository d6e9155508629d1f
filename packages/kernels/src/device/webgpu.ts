import type { AdapterTraits, AnyKernel, Constants } from "../kernel/define-kernel.ts";
import { chooseVariant } from "../kernel/source.ts";
import type { AnyOp, ArrayHandle, Launcher } from "../op/define-op.ts";
import { outputShapes, requireShape } from "../op/run-op.ts";
import { sizeOf, type DType, type Shape } from "../shape.ts";
import { accumulate } from "../ops/accumulate/index.ts";
import { checkCopy, checkWrite } from "./check-write.ts";
import { chunksOf, type Chunk } from "./chunks.ts";
import type { Device, DeviceInfo, HostArray, MemoryUse, NamedArrays } from "./device.ts";
import { Faults } from "./faults.ts";
import { gpuArray } from "./gpu-array.ts";
import { GpuMemory, type Poison } from "./gpu-memory.ts";
import { Pacing } from "./pacing.ts";
import { BUFFER_UNIT } from "./pool.ts";
import { Profiler } from "./profiler.ts";
import { Recorder } from "./recorder.ts";

export interface WebGpuOptions {
  readonly info: DeviceInfo;
  readonly traits: AdapterTraits;
  /** Called when the device is closed: releases what keeps the process alive. */
  readonly onClose?: () => void;
  readonly poison?: Poison;
  /** Keeps the thread asleep for a moment while it waits for the GPU, and gives the event loop a turn. */
  readonly rest?: () => Promise<void>;
  /** For tests: binds no more bytes than this, so that small arrays are cut too. */
  readonly maxBindingBytes?: number;
  /** For tests and the tuner: the variant to use instead of the first that fits. */
  readonly chooseVariant?: typeof chooseVariant;
  /** Gives the device a profiler, where its adapter can time kernels. */
  readonly profile?: boolean;
}

/** Runs ops as WGSL kernels: records into one command encoder, submits on request, waits only when asked to. */
export class WebGpuDevice implements Device {
  readonly info: DeviceInfo;
  readonly traits: AdapterTraits;
  readonly viewAlignment = BUFFER_UNIT / 4;
  /** The device of the WebGPU API, for tests that break it. */
  readonly gpu: GPUDevice;
  readonly profiler: Profiler | undefined;
  readonly #options: WebGpuOptions;
  readonly #faults: Faults;
  readonly #memory: GpuMemory;
  readonly #pacing: Pacing;
  readonly #recorder: Recorder;
  #closed = false;

  constructor(gpu: GPUDevice, options: WebGpuOptions) {
    this.gpu = gpu;
    this.info = options.info;
    this.traits = options.traits;
    this.#options = options;
    this.#faults = new Faults(gpu);
    this.#memory = new GpuMemory(gpu, this.#faults, options.poison);
    this.#pacing = new Pacing({
      done: () => gpu.queue.onSubmittedWorkDone(),
      software: options.traits.cpu,
      rest: options.rest,
    });
    const isProfiled = options.profile === true && gpu.features.has("timestamp-query");
    const queue = {
      submit: () => this.submit(),
      read: async (buffer: GPUBuffer, bytes: number) => await this.#readBytes(buffer, 0, bytes),
    };
    this.profiler = isProfiled ? new Profiler(gpu, this.#memory, queue) : undefined;
    this.#recorder = new Recorder(gpu, this.#memory, this.#faults, this.#pacing, this.profiler);
  }

  allocate(shape: Shape, dtype: DType = "f32"): ArrayHandle {
    // Poison is a queue write: what is recorded may still use the recycled buffer.
    if (this.#options.poison) this.#recorder.submit();
    return this.#memory.allocate(shape, dtype);
  }

  upload(data: HostArray, shape: Shape): ArrayHandle {
    const array = this.allocate(shape, data instanceof Uint32Array ? "u32" : "f32");
    this.write(array, data);
    return array;
  }

  write(target: ArrayHandle, data: HostArray, offset = 0): void {
    checkWrite(target, data, offset);
    const array = gpuArray(target);
    const byteOffset = array.byteOffset + offset * 4;
    const values = data instanceof Float64Array ? Float32Array.from(data) : data;
    if (this.#memory.rehearsal && !array.storage.block) this.#memory.rehearsal.write(array.storage, byteOffset, values);
    else this.#recorder.write(this.#memory.bufferOf(array), byteOffset, values);
  }

  async read(source: ArrayHandle): Promise<HostArray> {
    const array = gpuArray(source);
    const { byteOffset, shape, dtype } = array;
    const bytes = await this.#readBytes(this.#memory.bufferOf(array), byteOffset, sizeOf(shape) * 4);
    return dtype === "u32" ? new Uint32Array(bytes) : new Float32Array(bytes);
  }

  /** Everything in the buffer behind an array, padding and guard bytes included: for the harness. */
  async readWhole(source: ArrayHandle): Promise<ArrayBuffer> {
    const buffer = this.#memory.bufferOf(gpuArray(source));
    return await this.#readBytes(buffer, 0, buffer.size);
  }

  copy(source: ArrayHandle, target: ArrayHandle, offset = 0): void {
    checkCopy(source, target, offset);
    const arrays = [gpuArray(source), gpuArray(target)] as const;
    const { rehearsal } = this.#memory;
    if (rehearsal) return arrays.forEach(({ storage }) => rehearsal.touch(storage));
    const [from, to] = arrays.map((array) => this.#memory.bufferOf(array));
    const [fromByte, toByte] = [arrays[0].byteOffset, arrays[1].byteOffset + offset * 4];
    this.#recorder.copy(from!, fromByte, to!, toByte, sizeOf(source.shape) * 4);
  }

  view(whole: ArrayHandle, offset: number, shape: Shape): ArrayHandle {
    return this.#memory.view(whole, offset, shape);
  }

  retain(array: ArrayHandle): void {
    this.#memory.retain(gpuArray(array));
  }

  release(array: ArrayHandle): void {
    if (!this.#closed) this.#memory.release(gpuArray(array));
  }

  forward(op: AnyOp, inputs: NamedArrays, params: object, into: NamedArrays = {}): Record<string, ArrayHandle> {
    const shapes = outputShapes(op, inputs, params);
    const chunks = this.#chunks(op, { ...shapesOf(inputs), ...shapes });
    const outputs: Record<string, ArrayHandle> = {};
    for (const [name, shape] of Object.entries(shapes)) {
      const spec = op.outputs[name]!;
      const target = into[name];
      requireShape(op.name, name, target, shape);
      outputs[name] = target ?? this.allocate(shape, spec.dtype ?? "f32");
      const replaced = spec.updates === undefined ? undefined : inputs[spec.updates];
      if (replaced && replaced !== outputs[name]) this.copy(replaced, outputs[name]);
    }
    for (const chunk of chunks) {
      const values = this.#part(op, { ...inputs, ...outputs }, chunk);
      this.#launching((run) => op.forward(run, values, params));
    }
    return outputs;
  }

  vjp(op: AnyOp, values: NamedArrays, upstream: NamedArrays, wanted: NamedArrays, params: object): void {
    for (const chunk of this.#chunks(op, { ...shapesOf(values), ...shapesOf(upstream), ...shapesOf(wanted) })) {
      const parts = [values, upstream].map((arrays) => this.#part(op, arrays, chunk));
      const targets = this.#part(op, wanted, chunk);
      const sums =
        chunk.start === 0 ? [] : Object.keys(wanted).filter((name) => wanted[name] && !op.batch?.includes(name));
      for (const name of sums) targets[name] = this.allocate(wanted[name]!.shape);
      this.#launching((run) => op.vjp!(run, parts[0], parts[1], targets, params));
      for (const name of sums) {
        this.forward(accumulate, { total: wanted[name], x: targets[name] }, {}, { newTotal: wanted[name] });
        this.release(targets[name]!);
      }
    }
  }

  submit(): void {
    this.#recorder.submit();
    this.#memory.restart();
  }

  async rehearse(step: () => void, onProgress?: (done: number, total: number) => void): Promise<void> {
    this.submit();
    this.#memory.rehearse(step);
    await this.#faults.during(this.#pacing.patiently(this.#recorder.ready(onProgress)));
  }

  async settle(inFlight = 0): Promise<void> {
    this.#recorder.submit();
    await this.#faults.during(this.#pacing.settle(inFlight));
  }

  memory(): MemoryUse {
    const usage = this.#memory.usage();
    return { ...usage, created: usage.created + this.#recorder.created };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pacing.stop();
    // Dawn still calls back for a destroyed device: whatever belongs to it must outlive that.
    void this.#faults.close().then(() => this.#options.onClose?.());
    this.gpu.destroy();
  }

  get #maxBindingBytes(): number {
    return this.#options.maxBindingBytes ?? this.gpu.limits.maxStorageBufferBindingSize;
  }

  #chunks(op: AnyOp, shapes: Readonly<Record<string, Shape | undefined>>): Chunk[] {
    return chunksOf(op, shapes, this.#maxBindingBytes, this.viewAlignment);
  }

  /** The arrays of an op for a range of samples: views of those that run along the batch, the others as they are. */
  #part(op: AnyOp, arrays: NamedArrays, { start, count }: Chunk): Record<string, ArrayHandle | undefined> {
    const entries = Object.entries(arrays).map(([name, array]) => {
      const isWhole = !array || !op.batch?.includes(name) || (array.shape[0] ?? count) === count;
      if (isWhole) return [name, array] as const;
      const [N = 1, ...rest] = array.shape;
      return [name, this.view(array, (start * sizeOf(array.shape)) / N, [count, ...rest])] as const;
    });
    return Object.fromEntries(entries);
  }

  #launching(record: (run: Launcher) => void): void {
    const scratch: ArrayHandle[] = [];
    const choose = (kernel: AnyKernel, constants: Constants): string =>
      (this.#options.chooseVariant ?? chooseVariant)(kernel, constants, this.traits);
    const launch = (
      kernel: AnyKernel,
      arrays: NamedArrays,
      values: { constants: Constants; params: Record<string, number> },
    ): void => {
      const variant = choose(kernel, values.constants);
      const { rehearsal } = this.#memory;
      if (rehearsal) this.#recorder.foresee(kernel, variant, arrays, values.constants, rehearsal);
      else this.#recorder.launch(kernel, variant, arrays, values.constants, values.params);
    };
    const run = Object.assign(launch, {
      scratch: (shape: Shape, dtype?: DType) => {
        const array = this.allocate(shape, dtype);
        scratch.push(array);
        return array;
      },
      variant: choose,
    });
    try {
      record(run as Launcher);
    } finally {
      for (const array of scratch) this.release(array);
    }
  }

  async #readBytes(buffer: GPUBuffer, byteOffset: number, bytes: number): Promise<ArrayBuffer> {
    return await this.#memory.read(bytes, async (staging) => {
      this.#recorder.copy(buffer, byteOffset, staging, 0, bytes);
      this.submit();
      // Mapping waits by itself, and on a GPU without holding up later submissions; on a software driver it would spin.
      if (this.traits.cpu) await this.settle();
    });
  }
}

function shapesOf(arrays: NamedArrays): Record<string, Shape | undefined> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array?.shape]));
}
