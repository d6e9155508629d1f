import type { Storage } from "./gpu-array.ts";
import type { Lifetime } from "./slots.ts";

interface Write {
  readonly byteOffset: number;
  readonly data: ArrayBufferView;
}

interface Seen {
  readonly from: number;
  to: number;
  readonly writes: Write[];
}

/** What a step does with memory, found out without giving it any. */
export class Rehearsal {
  readonly #seen = new Map<Storage, Seen>();
  #clock = 0;

  /** A launch, copy or write needs this storage. */
  touch(storage: Storage): Seen | undefined {
    if (storage.block) return undefined;
    let seen = this.#seen.get(storage);
    if (!seen) this.#seen.set(storage, (seen = { from: this.#clock++, to: Infinity, writes: [] }));
    return seen;
  }

  /** Keeps what the host writes, in case the storage outlives the step. */
  write(storage: Storage, byteOffset: number, data: ArrayBufferView): void {
    const copy = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    this.touch(storage)?.writes.push({ byteOffset, data: copy });
  }

  release(storage: Storage): void {
    const seen = this.#seen.get(storage);
    if (seen) seen.to = this.#clock++;
  }

  /** Of everything that the step gave back, in the order in which it was first touched. */
  get lifetimes(): Lifetime[] {
    const temporary = [...this.#seen].filter(([, { to }]) => to < Infinity);
    return temporary.map(([{ bytes }, { from, to }]) => ({ bytes, from, to }));
  }

  /** What the step keeps, such as the states of an optimizer, with what was written to it. */
  get kept(): { readonly storage: Storage; readonly writes: readonly Write[] }[] {
    const kept = [...this.#seen].filter(([, { to }]) => to === Infinity);
    return kept.map(([storage, { writes }]) => ({ storage, writes }));
  }
}
