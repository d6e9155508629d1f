import { DeviceError } from "../errors.ts";
import type { ArrayHandle } from "../op/define-op.ts";
import { alignUp, sizeOf, type DType, type Shape } from "../shape.ts";
import type { Faults } from "./faults.ts";
import { gpuArray, USAGE, type GpuArray } from "./gpu-array.ts";
import { BUFFER_UNIT, BufferPool } from "./pool.ts";

const MAP_READ = 1; // GPUMapMode.READ, a global of browsers that Node lacks
const POISON = 0x7fc0_0000;

/** For tests: new and recycled arrays are filled with NaN, and this many bytes behind each stay reserved. */
export interface Poison {
  readonly guardBytes: number;
}

/** Makes, counts, pools and reads the buffers of one device. */
export class GpuMemory {
  readonly #gpu: GPUDevice;
  readonly #faults: Faults;
  readonly #poison: Poison | undefined;
  readonly #pool: BufferPool;
  readonly #ids = new WeakMap<GPUBuffer, number>();
  readonly #staging: GPUBuffer[] = [];
  #nextId = 1;
  #otherBytes = 0;
  #arrays = 0;

  constructor(gpu: GPUDevice, faults: Faults, poison: Poison | undefined) {
    this.#gpu = gpu;
    this.#faults = faults;
    this.#poison = poison;
    this.#pool = new BufferPool(
      (bytes) => this.#create(bytes, USAGE.storage | USAGE.copySrc | USAGE.copyDst, "pool"),
      gpu.limits,
    );
  }

  allocate(shape: Shape, dtype: DType): GpuArray {
    const buffer = this.#pool.acquire(sizeOf(shape) * 4 + (this.#poison?.guardBytes ?? 0));
    if (this.#poison) this.#gpu.queue.writeBuffer(buffer, 0, new Uint32Array(buffer.size / 4).fill(POISON));
    this.#arrays += 1;
    return { shape, dtype, buffer, bufferId: this.#idOf(buffer), byteOffset: 0, bindingBytes: buffer.size, owners: 1 };
  }

  release(array: GpuArray): void {
    array.owners -= 1;
    if (array.owners > 0) return;
    this.#arrays -= 1;
    this.#pool.release(array.buffer);
  }

  view(whole: ArrayHandle, offset: number, shape: Shape): GpuArray {
    const base = gpuArray(whole);
    const byteOffset = base.byteOffset + offset * 4;
    if (byteOffset % BUFFER_UNIT !== 0)
      throw new TypeError(`a view must begin at a multiple of ${BUFFER_UNIT} bytes, got ${byteOffset}`);
    const bindingBytes = alignUp(Math.max(sizeOf(shape) * 4, 4), BUFFER_UNIT);
    return {
      shape,
      dtype: base.dtype,
      buffer: base.buffer,
      bufferId: base.bufferId,
      byteOffset,
      bindingBytes,
      owners: Infinity,
    };
  }

  /** A buffer that lives as long as the device. */
  fixed(bytes: number, usage: number, label: string): GPUBuffer {
    this.#otherBytes += bytes;
    return this.#create(bytes, usage, label);
  }

  /** Copies a range of a buffer to the host; `copyTo` records the copy and submits it. */
  async read(bytes: number, copyTo: (staging: GPUBuffer) => Promise<void>): Promise<ArrayBuffer> {
    if (bytes === 0) return new ArrayBuffer(0);
    const found = this.#staging.findIndex((candidate) => candidate.size >= bytes);
    const staging =
      found >= 0
        ? this.#staging.splice(found, 1)[0]!
        : this.fixed(alignUp(bytes, BUFFER_UNIT), USAGE.mapRead | USAGE.copyDst, "staging");
    await copyTo(staging);
    await this.#faults.during(staging.mapAsync(MAP_READ, 0, bytes));
    const copy = staging.getMappedRange(0, bytes).slice(0);
    staging.unmap();
    this.#staging.push(staging);
    return copy;
  }

  usage(): { readonly bytes: number; readonly peakBytes: number; readonly arrays: number; readonly created: number } {
    const pool = this.#pool.memory();
    return {
      bytes: pool.bytes + this.#otherBytes,
      peakBytes: pool.peakBytes + this.#otherBytes,
      arrays: this.#arrays,
      created: pool.created,
    };
  }

  #create(size: number, usage: number, label: string): GPUBuffer {
    this.#gpu.pushErrorScope("out-of-memory");
    const buffer = this.#gpu.createBuffer({ size, usage, label });
    this.#faults.watch(
      this.#gpu.popErrorScope().then((error) =>
        error
          ? new DeviceError({
              subject: "memory",
              rule: "the adapter is out of memory",
              received: `bytes=${size}`,
              advice: "Use a smaller --batch-size or fewer --filters",
            })
          : undefined,
      ),
    );
    return buffer;
  }

  #idOf(buffer: GPUBuffer): number {
    let id = this.#ids.get(buffer);
    if (id === undefined) this.#ids.set(buffer, (id = this.#nextId++));
    return id;
  }
}
