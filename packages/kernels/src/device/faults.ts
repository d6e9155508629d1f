import { DeviceError } from "../errors.ts";

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
  #closed = false;

  constructor(gpu: GPUDevice) {
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
    if (this.#closed) {
      throw new DeviceError({ subject: "device", rule: "was closed", received: "a call after close()" });
    }
    if (this.#failure) this.#throwOnce(this.#failure);
  }

  /** Waits for `work`, but no longer than the device lives, and throws what has gone wrong until then. */
  async during<T>(work: Promise<T>): Promise<T> {
    const result = await Promise.race([work, this.#lost]);
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

  #throwOnce(error: Error): never {
    this.#failure = undefined;
    this.#rejected = undefined;
    throw error;
  }
}
