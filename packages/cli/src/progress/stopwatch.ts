import type { Pace } from "./keras-line.ts";

/** Measures the pace of steps as Keras does, leaving out the first, which compiles; on a clock that never goes back. */
export class Stopwatch {
  readonly #now: () => number;
  readonly #start: number;
  #afterFirst: number | undefined;

  /** `now` gives milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#start = now();
  }

  pace(current: number): Pace {
    const now = this.#now();
    const elapsed = (now - this.#start) / 1000;
    const step =
      this.#afterFirst !== undefined && current > 1
        ? (now - this.#afterFirst) / 1000 / (current - 1)
        : elapsed / Math.max(current, 1);
    return { elapsed, step };
  }

  firstStepDone(): void {
    this.#afterFirst ??= this.#now();
  }
}
