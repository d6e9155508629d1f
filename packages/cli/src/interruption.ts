import { tellHeard } from "./watchdog/channel.ts";

const NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 15 } as const;
/** Milliseconds in which a signal that comes again is the same one, passed on by a parent process as well. */
export const ECHO = 300;
export type Signal = keyof typeof NUMBERS;
/** Those that ask a program to stop. */
export const SIGNALS = Object.keys(NUMBERS) as readonly Signal[];

/** Thrown where a run stops because a signal asked for it. */
export class Interrupted extends Error {
  readonly signal: Signal;
  readonly exitCode: number;

  /** `state` says where the work stands. */
  constructor(signal: Signal, state?: string) {
    super(`stopped by ${signal}${state === undefined ? "" : `: ${state}`}`);
    this.name = "Interrupted";
    this.signal = signal;
    this.exitCode = 128 + NUMBERS[signal];
  }
}

/** Listens for signals: the first asks the run to stop after the running step, the second stops it at once. */
export class Interruption {
  #signal: Signal | undefined;
  #firstAt = 0;
  #onSignal: ((signal: Signal) => void) | undefined;
  readonly #asked: ((signal: Signal) => void)[] = [];
  readonly #listeners: readonly (readonly [Signal, () => void])[];

  constructor(onFirst: (signal: string) => void) {
    this.#listeners = SIGNALS.map((signal) => {
      const listener = (): void => {
        tellHeard();
        const now = performance.now();
        if (this.#signal && now - this.#firstAt < ECHO) return;
        if (this.#signal) process.exit(128 + NUMBERS[signal]);
        this.#signal = signal;
        this.#firstAt = now;
        onFirst(signal);
        this.#onSignal?.(signal);
        for (const listener of this.#asked) listener(signal);
      };
      process.on(signal, listener);
      return [signal, listener];
    });
  }

  /** Whether a signal has come. */
  get isAsked(): boolean {
    return this.#signal !== undefined;
  }

  /** Rejects as soon as a signal comes, for work that cannot be asked to stop. */
  async race<T>(work: Promise<T>): Promise<T> {
    const stopped = new Promise<never>((_, reject) => {
      this.#onSignal = (signal) => reject(new Interrupted(signal, "nothing is kept"));
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      this.#onSignal = undefined;
    }
  }

  /** Calls `listener` with the first signal. */
  onAsked(listener: (signal: Signal) => void): void {
    this.#asked.push(listener);
  }

  throwIfAsked(): void {
    if (this.#signal) throw new Interrupted(this.#signal);
  }

  /** Lets pending signals arrive: a computation that never leaves the main thread would keep them waiting. */
  async listen(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Throws if a signal has come. */
  async checkpoint(): Promise<void> {
    await this.listen();
    this.throwIfAsked();
  }

  stopListening(): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
  }
}
