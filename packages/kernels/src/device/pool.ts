import { alignUp } from "../shape.ts";
import { DeviceError } from "../errors.ts";

/** WebGPU's alignment of storage binding offsets; buffers come in whole units of it. */
export const BUFFER_UNIT = 256;

/**
 * Keeps the buffers that nobody holds and hands out the smallest that fits, so that a training step allocates nothing
 * after the first and a short last batch finds its places too.
 */
export class BufferPool {
  readonly #create: (bytes: number) => GPUBuffer;
  readonly #maxBytes: number;
  /** Sorted by size, then by age: equal steps then get equal buffers, and with them the bind groups of the first. */
  readonly #free: GPUBuffer[] = [];
  readonly #ages = new WeakMap<GPUBuffer, number>();
  #made = 0;

  constructor(create: (bytes: number) => GPUBuffer, maxBytes: number) {
    this.#create = create;
    this.#maxBytes = maxBytes;
  }

  /** A buffer of at least `bytes`. Throws a DeviceError where the adapter has no buffers of that size. */
  acquire(bytes: number): GPUBuffer {
    const wanted = alignUp(Math.max(bytes, 4), BUFFER_UNIT);
    const found = this.#free.findIndex((buffer) => buffer.size >= wanted);
    if (found >= 0) return this.#free.splice(found, 1)[0]!;
    if (wanted > this.#maxBytes) {
      throw new DeviceError({
        subject: "memory",
        rule: `one array takes at most ${this.#maxBytes} bytes on this adapter`,
        received: `bytes=${wanted}`,
        advice: "Use a smaller --batch-size, fewer --filters or a smaller --image-size",
      });
    }
    const buffer = this.#create(wanted);
    this.#ages.set(buffer, this.#made++);
    return buffer;
  }

  release(buffer: GPUBuffer): void {
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#precedes(this.#free[middle]!, buffer)) low = middle + 1;
      else high = middle;
    }
    this.#free.splice(low, 0, buffer);
  }

  #precedes(a: GPUBuffer, b: GPUBuffer): boolean {
    return a.size === b.size ? this.#ages.get(a)! < this.#ages.get(b)! : a.size < b.size;
  }
}
