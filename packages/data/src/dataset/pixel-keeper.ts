import type { PixelData } from "./pixels.ts";

/** Keeps decoded images until they take more than is allowed; from then on it keeps none. */
export class PixelKeeper {
  readonly limit: number;
  readonly #pixels = new Map<object, PixelData>();
  #bytes = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Bytes of everything that was added. */
  get bytes(): number {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#bytes > this.limit;
  }

  add(key: object, pixels: PixelData): void {
    this.#bytes += pixels.byteLength;
    if (this.isFull) this.#pixels.clear();
    else this.#pixels.set(key, pixels);
  }

  get(key: object): PixelData | undefined {
    return this.#pixels.get(key);
  }
}
