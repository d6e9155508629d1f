/** Something that took time; in milliseconds of `performance.now()`. */
export interface Span {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Notes what the host does, and how long. */
export class HostSpans {
  recording = false;
  /** One after the other, or one within another. */
  readonly work: Span[] = [];
  /** Waits for values to come back, while the work goes on. */
  readonly reading: Span[] = [];
  #reads = 0;
  #readSince = 0;

  timed<T>(name: string, work: () => T): T {
    const start = performance.now();
    const result = work();
    this.add(name, start);
    return result;
  }

  async awaited<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    this.add(name, start);
    return result;
  }

  /** Reads that overlap are one span. */
  async read<T>(work: () => Promise<T>): Promise<T> {
    if (this.#reads++ === 0) this.#readSince = performance.now();
    try {
      return await work();
    } finally {
      this.#reads -= 1;
      if (this.#reads === 0 && this.recording)
        this.reading.push({ name: "read", start: this.#readSince, end: performance.now() });
    }
  }

  add(name: string, start: number): void {
    if (this.recording) this.work.push({ name, start, end: performance.now() });
  }
}
