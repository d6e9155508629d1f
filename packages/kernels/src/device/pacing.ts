/** How much of the expected time is slept through before the promise is asked for. */
const SLEEP_SHARE = 0.93;
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Waits for submitted work.
 *
 * While a promise about GPU work is pending, Dawn polls Node's event loop without pause and takes a whole core. On a GPU
 * that is harmless, and asking at once lets two steps overlap. A software driver needs that core: there the wait sleeps
 * through most of the time that the last submissions took, and only then asks.
 */
export class Pacing {
  readonly #done: () => Promise<unknown>;
  readonly #sleeps: boolean;
  readonly #pending: (Promise<unknown> | undefined)[] = [];
  #firstSubmitted = 0;
  /** Milliseconds that one submission takes, a running estimate. */
  #estimate = 0;

  constructor(done: () => Promise<unknown>, sleeps: boolean) {
    this.#done = done;
    this.#sleeps = sleeps;
  }

  submitted(): void {
    if (this.#pending.length === 0) this.#firstSubmitted = performance.now();
    this.#pending.push(this.#sleeps ? undefined : this.#done());
  }

  /** Resolves when at most `inFlight` submissions are under way (none, on a software driver). */
  async settle(inFlight: number): Promise<void> {
    if (this.#pending.length <= inFlight) return;
    if (this.#sleeps) return await this.#sleepThrough();
    const finished = this.#pending.splice(0, this.#pending.length - inFlight);
    await finished.at(-1);
  }

  async #sleepThrough(): Promise<void> {
    const count = this.#pending.length;
    const remaining = this.#firstSubmitted + this.#estimate * count * SLEEP_SHARE - performance.now();
    if (remaining >= 1) await sleep(remaining);
    await this.#done();
    const each = (performance.now() - this.#firstSubmitted) / count;
    // Downwards at once, upwards slowly: an estimate that is too long would leave the driver idle.
    this.#estimate = each < this.#estimate ? each * 0.95 : this.#estimate + (each - this.#estimate) * 0.3;
    this.#pending.splice(0, count);
  }
}
