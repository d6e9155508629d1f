import { DeviceError, TimeoutError } from "../errors.ts";

/** Parts that a patience is counted in: a process that was stopped, or asleep, loses one of them at the most. */
const PARTS = 20;

/**
 * Collects what goes wrong behind the caller's back, and throws it at the next call or wait: a lost device every time,
 * anything else once.
 */
export class Faults {
  readonly #problems = new Set<Promise<Error | undefined>>();
  readonly #lost: Promise<never>;
  #loss: Error | undefined;
  #failure: Error | undefined;
  /** What Dawn rejected: often only the consequence of a failure whose own report is still on its way. */
  #rejected: Error | undefined;
  readonly #patience: number | undefined;
  #timeout: TimeoutError | undefined;
  #closed = false;

  /** `patience` is how many seconds a wait may take. */
  constructor(gpu: GPUDevice, patience?: number) {
    this.#patience = patience;
    gpu.addEventListener("uncapturederror", (event) => {
      // Dawn prints errors that nobody prevented to stdout, where results go.
      event.preventDefault();
      this.#rejected ??= new DeviceError({
        subject: "device",
        rule: "rejected a call",
        received: event.error.message.trim(),
      });
    });
    this.#lost = gpu.lost.then((info) => {
      const error = new DeviceError({
        subject: "device",
        rule: "was lost",
        received: `reason=${info.reason} message=${info.message}`,
        advice: "Run `doctor`, or try --device reference",
      });
      if (!this.#closed) this.#loss = error;
      throw error;
    });
    this.#lost.catch(() => undefined);
  }

  /** Remembers a promise of what went wrong, such as a popped error scope. */
  watch(problem: Promise<Error | undefined>): void {
    const settled = problem.then((error) => {
      this.#failure ??= error;
      this.#problems.delete(settled);
      return error;
    });
    this.#problems.add(settled);
  }

  throwIfAny(): void {
    if (this.#loss) throw this.#loss;
    if (this.#timeout) throw this.#timeout;
    if (this.#closed) {
      throw new DeviceError({ subject: "device", rule: "was closed", received: "a call after close()" });
    }
    if (this.#failure) this.#throwOnce(this.#failure);
  }

  /** Whether a wait was given up: then the device still computes, and destroying it would wait for that. */
  get isStuck(): boolean {
    return this.#timeout !== undefined;
  }

  /** Waits for `work`, but no longer than the device lives or its patience lasts, and throws what has gone wrong until then. */
  async during<T>(work: Promise<T>): Promise<T> {
    const result = await this.#patiently(Promise.race([work, this.#lost]));
    if (this.#problems.size > 0) await Promise.race([Promise.all(this.#problems), this.#lost]);
    this.throwIfAny();
    if (this.#rejected) this.#throwOnce(this.#rejected);
    return result;
  }

  /** Resolves when nothing is on its way any more, once the device is destroyed. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([this.#lost, ...this.#problems]);
  }

  async #patiently<T>(work: Promise<T>): Promise<T> {
    const seconds = this.#patience;
    if (seconds === undefined) return await work;
    let timer: ReturnType<typeof setInterval> | undefined;
    let left = PARTS;
    const expiry = new Promise<never>((_, reject) => {
      const count = (): void => {
        left -= 1;
        if (left === 0) reject((this.#timeout ??= endless(seconds)));
      };
      timer = setInterval(count, (seconds * 1000) / PARTS);
    });
    try {
      return await Promise.race([work, expiry]);
    } finally {
      clearInterval(timer);
    }
  }

  #throwOnce(error: Error): never {
    this.#failure = undefined;
    this.#rejected = undefined;
    throw error;
  }
}

const endless = (seconds: number): TimeoutError =>
  new TimeoutError({
    subject: "device",
    rule: "what the device computes must come to an end",
    received: `${seconds} s of waiting for it`,
    advice: "A loop of a kernel may be endless; --timeout <s> gives slow ones more time",
  });
