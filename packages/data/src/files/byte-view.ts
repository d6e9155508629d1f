import { readSync } from "node:fs";

/** Random access to bytes wherever they lie; numbers are little-endian when `true` is passed, as with a DataView. */
export interface ByteView extends Pick<DataView, "byteLength" | "getUint16" | "getUint32" | "getBigUint64"> {
  bytes(from: number, to: number): Uint8Array;
}

export function memoryView(bytes: Uint8Array): ByteView {
  return Object.assign(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    bytes: (from: number, to: number) => bytes.subarray(from, to),
  });
}

const WINDOW = 2 ** 16;

/** An open file, of which only a small window is in memory at a time. Reading waits for the disk: for headers only. */
export class FileView implements ByteView {
  readonly byteLength: number;
  readonly #fd: number;
  #window: DataView = new DataView(new ArrayBuffer(0));
  #start = 0;

  constructor(fd: number, byteLength: number) {
    this.#fd = fd;
    this.byteLength = byteLength;
  }

  getUint16(at: number, littleEndian?: boolean): number {
    return this.#around(at, 2).getUint16(at - this.#start, littleEndian);
  }

  getUint32(at: number, littleEndian?: boolean): number {
    return this.#around(at, 4).getUint32(at - this.#start, littleEndian);
  }

  getBigUint64(at: number, littleEndian?: boolean): bigint {
    return this.#around(at, 8).getBigUint64(at - this.#start, littleEndian);
  }

  bytes(from: number, to: number): Uint8Array {
    return this.#load(from, to - from);
  }

  /** The window, moved to where `at` lies. */
  #around(at: number, size: number): DataView {
    if (at < this.#start || at + size > this.#start + this.#window.byteLength) {
      // Towards lower places when it goes backwards, as a search from the end does.
      const start = Math.max(0, at < this.#start ? at + size - WINDOW : at);
      const { buffer, byteOffset, byteLength } = this.#load(start, WINDOW);
      this.#window = new DataView(buffer, byteOffset, byteLength);
      this.#start = start;
    }
    return this.#window;
  }

  #load(start: number, size: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(size, this.byteLength - start)));
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(this.#fd, bytes, filled, bytes.length - filled, start + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes;
  }
}
