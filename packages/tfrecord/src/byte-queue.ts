/** Bytes that arrive in chunks and leave in pieces of another size; a piece within one chunk is not copied. */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  #length = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The next `count` bytes, which stay. There must be as many. */
  peek(count: number): Uint8Array {
    const [first] = this.#chunks;
    if (first && first.length >= count) return first.subarray(0, count);
    const joined = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      joined.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [joined];
    return joined.subarray(0, count);
  }

  skip(count: number): void {
    this.#length -= count;
    for (let left = count; left > 0;) {
      const first = this.#chunks[0] as Uint8Array;
      if (first.length > left) this.#chunks[0] = first.subarray(left);
      else this.#chunks.shift();
      left -= Math.min(left, first.length);
    }
  }
}
