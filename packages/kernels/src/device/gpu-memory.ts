import { DeviceError } from "../errors.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import { alignUp, sizeOf, type DType, type Shape } from "../shape.ts";
import type { Faults } from "./faults.ts";
import { gpuArray, USAGE, type GpuArray, type Storage } from "./gpu-array.ts";
import { BUFFER_UNIT, BufferPool, type Block } from "./pool.ts";
import { Rehearsal } from "./rehearsal.ts";

const MAP_READ = 1; // GPUMapMode.READ, a global of browsers that Node lacks
const POISON = 0x7fc0_0000;

/** Losses and metrics are read while training runs: for these, staging buffers are there from the start. */
const STAGING = { count: 4, bytes: 16 * 1024 };

/** For tests: new and recycled arrays are filled with a word of their own, and this many bytes behind each stay reserved. */
export interface Poison {
  readonly guardBytes: number;
  /** The word of the n-th array; NaN where left out. */
  readonly word?: (n: number) => number;
}

/** Makes, counts, pools and reads the buffers of one device. */
export class GpuMemory {
  readonly #gpu: GPUDevice;
  readonly #faults: Faults;
  readonly #poison: Poison | undefined;
  readonly #pool: BufferPool;
  readonly #staging: GPUBuffer[] = [];
  #rehearsal: Rehearsal | undefined;
  #bytes = 0;
  #peakBytes = 0;
  #created = 0;
  #arrays = 0;
  #poisoned = 0;

  constructor(gpu: GPUDevice, faults: Faults, poison: Poison | undefined) {
    this.#gpu = gpu;
    this.#faults = faults;
    this.#poison = poison;
    this.#pool = new BufferPool(
      (bytes) => this.create(bytes, USAGE.storage | USAGE.copySrc | USAGE.copyDst, "pool"),
      gpu.limits.maxBufferSize,
    );
    for (let i = 0; i < STAGING.count; i++) {
      this.#staging.push(this.create(STAGING.bytes, USAGE.mapRead | USAGE.copyDst, "staging"));
    }
  }

  allocate(shape: Shape, dtype: DType): GpuArray {
    const bytes = sizeOf(shape) * 4 + (this.#poison?.guardBytes ?? 0);
    this.#pool.require(bytes);
    this.#arrays += 1;
    const storage: Storage = { bytes, owners: 1, block: undefined };
    if (this.#poison) {
      const { buffer } = this.#blockOf(storage);
      this.#gpu.queue.writeBuffer(
        buffer,
        0,
        new Uint32Array(buffer.size / 4).fill(this.#poison.word?.(this.#poisoned++) ?? POISON),
      );
    }
    return { shape, dtype, storage, byteOffset: 0, isView: false };
  }

  retain({ storage, isView }: GpuArray): void {
    if (!isView) storage.owners += 1;
  }

  release({ storage, isView }: GpuArray): void {
    if (isView) return;
    storage.owners -= 1;
    if (storage.owners > 0) return;
    this.#arrays -= 1;
    this.#rehearsal?.release(storage);
    if (storage.block) this.#pool.release(storage.block);
  }

  view(whole: ArrayHandle, offset: number, shape: Shape): GpuArray {
    const { storage, dtype, byteOffset: start } = gpuArray(whole);
    const byteOffset = start + offset * 4;
    if (byteOffset % BUFFER_UNIT !== 0)
      throw new TypeError(`a view must begin at a multiple of ${BUFFER_UNIT} bytes, got ${byteOffset}`);
    return { shape, dtype, storage, byteOffset, isView: true };
  }

  bufferOf({ storage }: GpuArray): GPUBuffer {
    return this.#blockOf(storage).buffer;
  }

  /** What a bind group binds for an array, and the number of its block. */
  binding({ storage, shape, byteOffset, isView }: GpuArray): { id: number; resource: Required<GPUBufferBinding> } {
    const { buffer, id } = this.#blockOf(storage);
    // The whole buffer, so that bind groups outlive a change of batch size; only what is used, where that is too much.
    const isWhole = !isView && buffer.size <= this.#gpu.limits.maxStorageBufferBindingSize;
    const size = isWhole ? buffer.size : alignUp(Math.max(sizeOf(shape) * 4, 4), BUFFER_UNIT);
    return { id, resource: { buffer, offset: byteOffset, size } };
  }

  /** While `step` runs, arrays get no memory: what it needs is found out, and laid out so that its arrays share places. */
  rehearse(step: () => void): void {
    const rehearsal = (this.#rehearsal = new Rehearsal());
    try {
      step();
    } finally {
      this.#rehearsal = undefined;
      for (const kept of rehearsal.kept) this.#fill(kept);
    }
    this.#pool.follow(rehearsal.lifetimes);
  }

  #fill({ storage, writes }: Rehearsal["kept"][number]): void {
    const { buffer } = this.#blockOf(storage);
    for (const { byteOffset, data } of writes)
      this.#gpu.queue.writeBuffer(buffer, byteOffset, data.buffer, data.byteOffset, data.byteLength);
  }

  get rehearsal(): Rehearsal | undefined {
    return this.#rehearsal;
  }

  /** A step begins. */
  restart(): void {
    this.#pool.restart();
  }

  /** A buffer outside the pool. */
  create(size: number, usage: number, label: string): GPUBuffer {
    this.#bytes += size;
    this.#peakBytes = Math.max(this.#peakBytes, this.#bytes);
    this.#created += 1;
    this.#gpu.pushErrorScope("out-of-memory");
    const buffer = this.#gpu.createBuffer({ size, usage, label });
    this.#faults.watch(this.#gpu.popErrorScope().then((error) => (error ? outOfMemory(size) : undefined)));
    return buffer;
  }

  /** Copies a range of a buffer to the host; `copyTo` records the copy and submits it. */
  async read(bytes: number, copyTo: (staging: GPUBuffer) => Promise<void>): Promise<ArrayBuffer> {
    if (bytes === 0) return new ArrayBuffer(0);
    const kept = bytes <= STAGING.bytes ? this.#staging.pop() : undefined;
    const staging = kept ?? this.create(alignUp(bytes, BUFFER_UNIT), USAGE.mapRead | USAGE.copyDst, "staging");
    await copyTo(staging);
    await this.#faults.during(staging.mapAsync(MAP_READ, 0, bytes));
    const copy = staging.getMappedRange(0, bytes).slice(0);
    staging.unmap();
    if (kept) this.#staging.push(kept);
    else this.#destroy(staging);
    return copy;
  }

  usage(): { readonly bytes: number; readonly peakBytes: number; readonly arrays: number; readonly created: number } {
    return { bytes: this.#bytes, peakBytes: this.#peakBytes, arrays: this.#arrays, created: this.#created };
  }

  #destroy(buffer: GPUBuffer): void {
    this.#bytes -= buffer.size;
    buffer.destroy();
  }

  #blockOf(storage: Storage): Block {
    return (storage.block ??= this.#pool.acquire(storage.bytes));
  }
}

function outOfMemory(bytes: number): DeviceError {
  return new DeviceError({
    subject: "memory",
    rule: "the adapter is out of memory",
    received: `bytes=${bytes}`,
    advice: "Use a smaller --batch-size or fewer --filters",
  });
}
