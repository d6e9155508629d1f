import type { AdapterTraits } from "../kernel/define-kernel.ts";
import type { chooseVariant } from "../kernel/source.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import { sizeOf, type DType, type Shape } from "../shape.ts";
import { checkCopy, checkWrite } from "./check-write.ts";
import type { Device, DeviceInfo, HostArray, MemoryUse, NamedArrays } from "./device.ts";
import { Faults } from "./faults.ts";
import { gpuArray } from "./gpu-array.ts";
import { GpuMemory, type Poison } from "./gpu-memory.ts";
import { OpRunner } from "./op-runner.ts";
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
  /** Keeps the thread asleep for a moment while it waits for the GPU, and gives the event loop its `turn`-th turn of this wait. */
  readonly rest?: (turn: number) => Promise<void>;
  /** For tests: binds no more bytes than this, so that small arrays are cut too. */
  readonly maxBindingBytes?: number;
  /** For tests and the tuner: the variant to use instead of the first that fits. */
  readonly chooseVariant?: typeof chooseVariant;
  /** What runs in the place of every op: `Replacements.into`. */
  readonly replace?: (op: AnyOp) => AnyOp;
  /** How many seconds a wait may take until it is given up with a TimeoutError; left out, any. For kernels that nobody has proved. */
  readonly patience?: number | undefined;
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
  readonly #runner: OpRunner;
  #closed = false;

  constructor(gpu: GPUDevice, options: WebGpuOptions) {
    this.gpu = gpu;
    this.info = options.info;
    this.traits = options.traits;
    this.#options = options;
    this.#faults = new Faults(gpu, options.patience);
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
    this.#runner = new OpRunner(this, {
      traits: options.traits,
      maxBindingBytes: options.maxBindingBytes ?? gpu.limits.maxStorageBufferBindingSize,
      chooseVariant: options.chooseVariant,
      replace: options.replace,
      launch: (kernel, variant, arrays, constants, params) => {
        const { rehearsal } = this.#memory;
        if (rehearsal) this.#recorder.foresee(rehearsal, kernel, variant, arrays, constants);
        else this.#recorder.launch(kernel, variant, arrays, constants, params);
      },
    });
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
    return this.#runner.forward(op, inputs, params, into);
  }

  vjp(op: AnyOp, values: NamedArrays, upstream: NamedArrays, wanted: NamedArrays, params: object): void {
    this.#runner.vjp(op, values, upstream, wanted, params);
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
    if (this.#faults.isStuck) return;
    // Dawn still calls back for a destroyed device: whatever belongs to it must outlive that.
    void this.#faults.close().then(() => this.#options.onClose?.());
    this.gpu.destroy();
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
