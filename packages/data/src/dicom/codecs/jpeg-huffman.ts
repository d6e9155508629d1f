import type { FailFrame } from "./codec.ts";

/** Codes by their length: those of n bits go from `first[n]` on, and their symbols from `start[n]` on. */
export interface HuffmanTable {
  readonly first: Int32Array;
  readonly count: Uint8Array;
  readonly start: Uint16Array;
  readonly symbols: Uint8Array;
}

const LONGEST = 16;

/** The tables of class 0 in DHT segments, by number. @throws InputError for tables that are not complete. */
export function huffmanTables(segments: readonly Uint8Array[], fail: FailFrame): Map<number, HuffmanTable> {
  const tables = new Map<number, HuffmanTable>();
  for (const segment of segments) {
    for (let at = 0; at < segment.length;) {
      const count = Uint8Array.of(0, ...segment.subarray(at + 1, at + 1 + LONGEST));
      const total = count.reduce((sum, n) => sum + n, 0);
      const symbols = segment.subarray(at + 1 + LONGEST, at + 1 + LONGEST + total);
      if (count.length !== LONGEST + 1 || symbols.length !== total) throw fail("must have complete Huffman tables");
      // Differences have at most 16 bits.
      const id = segment[at] as number;
      if (id < 16 && symbols.some((bits) => bits > LONGEST)) throw fail("must have Huffman tables of differences");
      if (id < 16) tables.set(id, { ...firstCodes(count), count, symbols });
      at += 1 + LONGEST + total;
    }
  }
  return tables;
}

function firstCodes(count: Uint8Array): { first: Int32Array; start: Uint16Array } {
  const first = new Int32Array(LONGEST + 1);
  const start = new Uint16Array(LONGEST + 1);
  for (let n = 1, code = 0, from = 0; n <= LONGEST; n++, code <<= 1) {
    first[n] = code;
    start[n] = from;
    code += count[n] as number;
    from += count[n] as number;
  }
  return { first, start };
}

/** Reads entropy-coded data bit by bit, the highest first. @see ITU-T T.81, annex F.2.2 */
export class EntropyBits {
  readonly #bytes: Uint8Array;
  readonly #fail: FailFrame;
  #at: number;
  #byte = 0;
  #left = 0;

  constructor(bytes: Uint8Array, from: number, fail: FailFrame) {
    this.#bytes = bytes;
    this.#at = from;
    this.#fail = fail;
  }

  /** The next difference: a code for its number of bits, and the bits. */
  difference(table: HuffmanTable): number {
    const size = this.#symbol(table);
    if (size === 0) return 0;
    if (size === LONGEST) return 32_768;
    let value = 0;
    for (let i = 0; i < size; i++) value = (value << 1) | this.#bit();
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Passes over the rest of a byte and a restart marker. @throws InputError where none stands. */
  restart(): void {
    this.#left = 0;
    const marker = this.#bytes[this.#at + 1] ?? 0;
    if (this.#bytes[this.#at] !== 0xff || marker < 0xd0 || marker > 0xd7)
      throw this.#fail("must have its restart markers");
    this.#at += 2;
  }

  #symbol({ first, count, start, symbols }: HuffmanTable): number {
    for (let n = 1, code = 0; n <= LONGEST; n++) {
      code = (code << 1) | this.#bit();
      const place = code - (first[n] as number);
      if (place < (count[n] as number)) return symbols[(start[n] as number) + place] as number;
    }
    throw this.#fail("must hold known codes only");
  }

  #bit(): number {
    if (this.#left === 0) {
      const byte = this.#bytes[this.#at];
      const isMarker = byte === 0xff && this.#bytes[this.#at + 1] !== 0;
      if (byte === undefined || isMarker) throw this.#fail("must hold all of its samples");
      this.#at += byte === 0xff ? 2 : 1;
      this.#byte = byte;
      this.#left = 8;
    }
    this.#left--;
    return (this.#byte >> this.#left) & 1;
  }
}
