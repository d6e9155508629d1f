import { DeviceError } from "../errors.ts";
import { alignUp } from "../shape.ts";
import { shareSlots, type Lifetime } from "./slots.ts";

/** WebGPU's alignment of storage binding offsets; buffers come in whole units of it. */
export const BUFFER_UNIT = 256;

/** A buffer of the pool. */
export interface Block {
  readonly buffer: GPUBuffer;
  /** Counts up: names the buffer in bind-group keys, and says which is older. */
  readonly id: number;
}

/**
 * Keeps the buffers that nobody holds and hands out the smallest that fits, so that a training step allocates nothing
 * after the first and a short last batch finds its places too. With a plan it hands out what the plan says, so that
 * arrays share as few bytes as can be, and the bind groups of the first step fit all others.
 */
export class BufferPool {
  readonly #create: (bytes: number) => GPUBuffer;
  readonly #maxBytes: number;
  /** Sorted by size, then by age: equal steps then get equal buffers. */
  readonly #free: Block[] = [];
  #planned: readonly { readonly block: Block; readonly bytes: number }[] = [];
  /** How many arrays of the plan have come in this step. */
  #handedOut = 0;
  #made = 0;

  constructor(create: (bytes: number) => GPUBuffer, maxBytes: number) {
    this.#create = create;
    this.#maxBytes = maxBytes;
  }

  /** Throws a DeviceError where the adapter has no buffers of that size. */
  require(bytes: number): void {
    if (unitsOf(bytes) <= this.#maxBytes) return;
    throw new DeviceError({
      subject: "memory",
      rule: `one array takes at most ${this.#maxBytes} bytes on this adapter`,
      received: `bytes=${unitsOf(bytes)}`,
      advice: "Use a smaller --batch-size, fewer --filters or a smaller --image-size",
    });
  }

  /** A buffer of at least `bytes`. Throws a DeviceError where the adapter has no buffers of that size. */
  acquire(bytes: number): Block {
    const planned = this.#planned[this.#handedOut];
    if (!planned || !isLike(bytes, planned.bytes)) return this.#bestFit(bytes);
    this.#handedOut += 1;
    const at = this.#free.indexOf(planned.block);
    return at >= 0 ? this.#free.splice(at, 1)[0]! : this.#bestFit(bytes);
  }

  release(block: Block): void {
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (precedes(this.#free[middle]!, block)) low = middle + 1;
      else high = middle;
    }
    this.#free.splice(low, 0, block);
  }

  /** A step begins: its first array gets the first block of the plan. */
  restart(): void {
    this.#handedOut = 0;
  }

  /** Makes the blocks of a step, whose arrays have these lifetimes in the order in which they ask for a block. */
  follow(lifetimes: readonly Lifetime[]): void {
    const { slots, slotOf } = shareSlots(lifetimes);
    const blocks = slots.map((bytes) => this.#bestFit(bytes));
    this.#planned = lifetimes.map(({ bytes }, i) => ({ bytes, block: blocks[slotOf[i]!]! }));
    for (const block of blocks) this.release(block);
    this.restart();
  }

  #bestFit(bytes: number): Block {
    const wanted = unitsOf(bytes);
    const found = this.#free.findIndex(({ buffer }) => buffer.size >= wanted);
    if (found >= 0 && isLike(wanted, this.#free[found]!.buffer.size)) return this.#free.splice(found, 1)[0]!;
    this.require(wanted);
    return { buffer: this.#create(wanted), id: this.#made++ };
  }
}

const unitsOf = (bytes: number): number => alignUp(Math.max(bytes, 4), BUFFER_UNIT);

/** A smaller batch has the same arrays; one that is far smaller is another, and would hold a large block back from its own. */
const SMALLEST_PART = 1 / 64;
const isLike = (bytes: number, planned: number): boolean => bytes <= planned && bytes >= planned * SMALLEST_PART;

const precedes = (a: Block, b: Block): boolean =>
  a.buffer.size === b.buffer.size ? a.id < b.id : a.buffer.size < b.buffer.size;
